import { connect } from 'node:net';
import { findRedis } from '../redis/find-redis.mjs';
import { redisPart } from '../redis/redis-part.mjs';
import { Failure } from '../setup/failure.mjs';
import { keptSecret } from '../setup/kept-secret.mjs';
import { privateFolder } from '../setup/paths.mjs';
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
  const redis = await redisPart({ chosen: await findRedis(), folder: privateFolder, password: keptSecret('redis-password') });
  return { ...redis, why: `${redis.why}; data in .millrace/redis-data` };
};

/** Which Redis to use, as `{ url, why }`; one of our own comes with `{ part, isReady }` to start it. */
export const chooseRedis = (settings) => {
  const url = secretSetting(settings, 'REDIS_URL');
  return url ? usersRedis(url) : privateRedis();
};
