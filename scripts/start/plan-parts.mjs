import { freePort } from '../setup/free-port.mjs';
import { say } from '../setup/say.mjs';
import { apiPart, onRedis, workerPart } from './app-parts.mjs';
import { checkSettings } from './check-settings.mjs';
import { chooseKey } from './choose-key.mjs';
import { chooseLogin } from './choose-login.mjs';
import { chooseModel } from './choose-model.mjs';
import { chooseRedis } from './choose-redis.mjs';
import { readSettings } from './read-settings.mjs';
import { refuseAddress } from './refuse-address.mjs';

// A little longer than the apps give themselves, so that theirs is the one that counts.
const graceMs = (settings) => {
  const own = Number(settings.MILLRACE_SHUTDOWN_GRACE_SECONDS) || undefined;
  const seconds = { api: own ?? 30, worker: own ?? 90, model: 5, redis: 60 };
  return (kind) => (seconds[kind] + 5) * 1000;
};

// As text: whether it is a number is for the api to say. 0 leaves the choice to the launcher, which has to know the port.
const choosePort = async (settings, flag) => {
  const port = String(flag ?? (settings.PORT || 3000));
  return Number(port) === 0 ? String(await freePort()) : port;
};

const planApps = async ({ settings, workers, port, model, key, login }) => {
  const host = settings.HOST || '127.0.0.1';
  const api = await apiPart({ settings, host, port, keys: key.keys, login });
  const all = await Promise.all(Array.from({ length: workers }, (_, index) => workerPart({ settings, number: index + 1, model })));
  await checkSettings([api, all[0]]);
  await refuseAddress({ host, port: Number(port), names: { host: 'HOST', port: 'PORT' } });
  const metricsHost = settings.METRICS_HOST || '127.0.0.1';
  await refuseAddress({ host: metricsHost, port: 0, names: { host: 'METRICS_HOST', port: 'METRICS_PORT' } });
  return [api, ...all];
};

/** Everything decided before anything runs: who the parts are, where they listen, which keys hold. Settings that are wrong end it here. */
export const planParts = async ({ workers, port }) => {
  const settings = readSettings();
  const model = await chooseModel(settings);
  const key = chooseKey(settings);
  const login = chooseLogin(settings);
  const planned = await planApps({ settings, workers, port: await choosePort(settings, port), model, key, login });
  const redis = await chooseRedis(settings);
  say(`Redis: ${redis.why}`);
  const apps = planned.map(onRedis(redis));
  return { redis, model, key, login, api: apps[0], apps, graceMs: graceMs(settings) };
};
