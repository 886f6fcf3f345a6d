import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitReady } from '../processes/await-ready.mjs';
import { startPart } from '../processes/start-part.mjs';
import { findRedisProgram } from '../redis/find-redis.mjs';
import { redisPart } from '../redis/redis-part.mjs';
import { say } from '../setup/say.mjs';

/** Starts the empty Redis that the tests share. Gives back `{ url, why, program, stop }`, or `{ failure }` when this machine has none to offer. */
export const startTestRedis = async () => {
  const { found, failure } = await findRedisProgram();
  if (!found) return { failure };
  say(`Redis of the tests: ${found.why}`);
  const folder = mkdtempSync(join(tmpdir(), 'millrace-test-redis-'));
  const { url, why, part, isReady } = await redisPart({ chosen: found, folder, password: randomBytes(24).toString('hex') });
  const running = startPart(part);
  await awaitReady({ part: running, check: isReady });
  const stop = async () => {
    await running.stop(10_000);
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, why, program: found.command, stop };
};
