import { connect } from 'node:net';
import { join } from 'node:path';
import { endLeftover } from '../redis/end-leftover.mjs';
import { findRedis } from '../redis/find-redis.mjs';
import { ping } from '../redis/ping.mjs';
import { redisCommand, redisFiles } from '../redis/redis-command.mjs';
import { Failure } from '../setup/failure.mjs';
import { freePort } from '../setup/free-port.mjs';
import { keptSecret } from '../setup/kept-secret.mjs';
import { node24, root } from '../setup/paths.mjs';
import { secretSetting } from './read-settings.mjs';

const refusal = ({ hostname, port }) =>
  new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379), timeout: 5000 });
    const end = (reason) => {
      socket.destroy();
      resolve(reason);
    };
    socket
      .once('connect', () => end(undefined))
      .once('error', ({ code, message }) => end(code ?? message))
      .once('timeout', () => end('no answer within 5 s'));
  });

const usersRedis = async (text) => {
  const url = URL.canParse?.(text) === false ? undefined : new URL(text);
  if (!url) throw new Failure('REDIS_URL is not a URL such as redis://:password@host:6379');
  const reason = await refusal(url);
  if (reason)
    throw new Failure(
      `REDIS_URL names ${url.host}, where no Redis answers (${reason}). Start it, or unset REDIS_URL to have a private one.`,
    );
  return { url: text, why: `${url.host}, because REDIS_URL is set` };
};

const privateRedis = async () => {
  const chosen = await findRedis();
  const files = redisFiles('redis');
  await endLeftover(files.pid);
  const port = await freePort();
  const password = keptSecret('redis-password');
  const [command, ...args] = redisCommand({ chosen, files, port, password });
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    why: `a private one on port ${port}: ${chosen.why}; data in .millrace/redis-data`,
    part: { role: 'redis', command: node24, args: [join(root, 'scripts/redis/guard.mjs'), command, ...args], env: process.env },
    isReady: () => ping({ port, password }),
  };
};

/** Which Redis to use, as `{ url, why }`; one of our own comes with `{ part, isReady }` to start it. */
export const chooseRedis = (settings) => {
  const url = secretSetting(settings, 'REDIS_URL');
  return url ? usersRedis(url) : privateRedis();
};
