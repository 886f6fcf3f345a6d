import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRepository } from '../repository.js';
import { isAnswering } from './is-answering.js';
import { type RedisServer, startRedisServer } from './redis-server.js';
import { type StartedProcess, startProcess } from './start-process.js';
import { until } from './until.js';

/** One measurement of one system: an empty Redis and the processes started for it, all gone afterwards. */
export interface Trial {
  readonly redis: RedisServer;
  /** Gone afterwards too. */
  readonly folder: string;
  /** Starts a Node script and, with `readyUrl`, waits until that answers. */
  start(options: StartScript): Promise<StartedProcess>;
  close(): Promise<void>;
}

export interface StartScript {
  readonly role: string;
  readonly script: string;
  readonly flags?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly readyUrl?: string;
}

const preload = (path: string): string[] => ['--import', pathToFileURL(inRepository(path)).href];

/** The same for every process measured: it ends when the bench is gone, and says its CPU time when asked. */
const preloads = [...preload('scripts/processes/die-with-parent.mjs'), ...preload('apps/bench/dist/processes/answer-cpu.js')];

/** Opens a trial on the given Redis program. */
export const openTrial = async (redisProgram: string): Promise<Trial> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const started: StartedProcess[] = [];
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // When the bench ends in the middle, by Ctrl-C or an error: a stop in good order would only hold up whoever wants it gone.
  const abandon = (): void => {
    for (const { child } of started) child.kill('SIGKILL');
    remove();
  };
  process.once('exit', abandon);
  const redis = await startRedisServer(redisProgram, folder);

  return {
    redis,
    folder,
    start: async ({ role, script, flags = [], env, readyUrl }) => {
      const child = startProcess({ role, args: [...preloads, script, ...flags], env: { NODE_ENV: 'production', ...env }, folder });
      started.push(child);
      if (readyUrl) await until({ what: `${role} starts`, processes: [child], check: () => isAnswering(readyUrl) });
      return child;
    },
    close: async () => {
      await Promise.all(started.map((child) => child.end('SIGKILL')));
      redis.client.disconnect();
      await redis.process.end('SIGTERM');
      process.off('exit', abandon);
      remove();
    },
  };
};
