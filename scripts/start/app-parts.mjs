import { nodeArguments } from '../processes/node-arguments.mjs';
import { freePort } from '../setup/free-port.mjs';
import { node24, privateFolder } from '../setup/paths.mjs';

const anywhere = new Set(['0.0.0.0', '::', '']);

/** A URL on this machine for a server that listens on `host`. */
export const localUrl = (host, port) => `http://${anywhere.has(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;

// The apps read .env too, where a secret may stand as a file; empty here means that it does not count.
const only = (name, secret) => ({ [name]: secret, [`${name}_FILE`]: '' });

const withMetrics = async (settings) => {
  const port = await freePort();
  return {
    env: { LOG_DIR: `${privateFolder}/logs`, ...settings, METRICS_PORT: String(port) },
    metrics: localUrl(settings.METRICS_HOST || '127.0.0.1', port),
  };
};

/** Has a part use the Redis that was chosen. */
export const onRedis =
  ({ url }) =>
  (part) => ({ ...part, env: { ...part.env, ...only('REDIS_URL', url) } });

/** The api as a part, with the URLs it will be found at. */
export const apiPart = async ({ settings, host, port, keys, login }) => {
  const { env, metrics } = await withMetrics(settings);
  const url = localUrl(host, port);
  const listener = { HOST: host, PORT: port };
  Object.assign(env, listener, keys && only('MILLRACE_API_KEYS', keys), login.environment);
  return { role: 'api', command: node24, args: nodeArguments('apps/api/dist/main.js'), env, url, metrics, readyUrl: `${url}/readyz` };
};

/** One worker as a part, with the URL of its metrics and health. */
export const workerPart = async ({ settings, number, model }) => {
  const { env, metrics } = await withMetrics(settings);
  Object.assign(env, model.environment);
  return {
    role: `worker-${number}`,
    command: node24,
    args: nodeArguments('apps/worker/dist/main.js'),
    env,
    metrics,
    readyUrl: `${metrics}/readyz`,
  };
};
