import { Failure } from '../setup/failure.mjs';
import { freePort } from '../setup/free-port.mjs';
import { portRefusal } from '../setup/port-refusal.mjs';
import { say } from '../setup/say.mjs';
import { apiPart, workerPart } from './app-parts.mjs';
import { chooseKey } from './choose-key.mjs';
import { chooseLogin } from './choose-login.mjs';
import { chooseModel } from './choose-model.mjs';
import { chooseRedis } from './choose-redis.mjs';
import { readSettings } from './read-settings.mjs';

const refuseTakenPort = async (host, port) => {
  const code = await portRefusal(port, host);
  if (!code) return;
  const reason = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${code})`;
  throw new Failure(`Port ${port} ${reason}. Choose another one: npm start -- --port ${await freePort()}`);
};

// A little longer than the apps give themselves, so that theirs is the one that counts.
const graceMs = (settings) => {
  const own = Number(settings.MILLRACE_SHUTDOWN_GRACE_SECONDS) || undefined;
  const seconds = { api: own ?? 30, worker: own ?? 90, model: 5, redis: 60 };
  return (kind) => (seconds[kind] + 5) * 1000;
};

/** Everything decided before anything runs: who the parts are, where they listen, which keys hold. */
export const planParts = async ({ workers, port }) => {
  const settings = readSettings();
  const host = settings.HOST || '127.0.0.1';
  const apiPort = port ?? Number(settings.PORT || 3000);
  await refuseTakenPort(host, apiPort);
  const redis = await chooseRedis(settings);
  say(`Redis: ${redis.why}`);
  const model = await chooseModel(settings);
  const key = chooseKey(settings);
  const login = chooseLogin(settings);
  const api = await apiPart({ settings, host, port: apiPort, redis, keys: key.keys, login });
  const all = await Promise.all(Array.from({ length: workers }, (_, index) => workerPart({ settings, number: index + 1, redis, model })));
  return { redis, model, key, login, api, apps: [api, ...all], graceMs: graceMs(settings) };
};
