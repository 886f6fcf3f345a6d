import { freePort } from '@millrace/testing';
import type { Redis } from 'ioredis';
import type { Trial } from '../processes/open-trial.js';
import { inRepository } from '../repository.js';
import { type Call, json } from './call.js';
import type { QueueingSystem } from './queueing-system.js';

/** What the keys of an installation begin with by default. */
export const prefix = '{millrace}';
export const apiKey = 'mr_bench_0123456789abcdef0123456789abcdef';
const headers = { ...json, 'x-api-key': apiKey };
const body = (prompt: string): string => JSON.stringify({ prompt });

const plenty = '1000000/minute';
/** Limits stay on; they are so high that no task of the bench is refused. */
export const apiSettings = {
  MILLRACE_API_KEYS: `bench:${apiKey}`,
  MILLRACE_LIMIT_TASKS: plenty,
  MILLRACE_LIMIT_ADDRESS: plenty,
  MILLRACE_ROUTE_LIMITS: `POST /predict=${plenty}`,
};

const startApi = async (trial: Trial) => {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${port}`;
  const process = await trial.start({
    role: 'api',
    script: inRepository('apps/api/dist/main.js'),
    env: {
      REDIS_URL: trial.redis.url,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      ...apiSettings,
    },
    readyUrl: `${origin}/readyz`,
  });
  return { process, origin };
};

const workerScript = inRepository('apps/worker/dist/main.js');
const workerEnv = (trial: Trial, upstreamUrl: string, metricsPort: number) => ({
  REDIS_URL: trial.redis.url,
  METRICS_PORT: String(metricsPort),
  OPENAI_BASE_URL: upstreamUrl,
  OPENAI_API_KEY: 'sk-bench',
});

const startWorker: QueueingSystem['startWorker'] = async (trial, upstreamUrl) =>
  trial.start({ role: 'worker', script: workerScript, env: workerEnv(trial, upstreamUrl, await freePort()) });

const countFailed = async (redis: Redis): Promise<number> => {
  const totals = await redis.hgetall(`${prefix}:totals`);
  return Number(totals.submitted ?? 0) - Number(totals.succeeded ?? 0);
};

/** Millrace's own api and worker as they are built, with their defaults. */
export const millrace: QueueingSystem = {
  name: 'millrace',
  queueKey: `${prefix}:queue:gpt-4o-mini`,
  startApi: async (trial) => {
    const { process, origin } = await startApi(trial);
    return { process, submit: { origin, path: '/v1/tasks', headers, body } };
  },
  startWorker,
  startAsking: async (trial, upstreamUrl) => {
    const metricsPort = await freePort();
    const readyUrl = `http://127.0.0.1:${metricsPort}/readyz`;
    await trial.start({ role: 'worker', script: workerScript, env: workerEnv(trial, upstreamUrl, metricsPort), readyUrl });
    const { origin } = await startApi(trial);
    return { origin, path: '/predict', headers, body };
  },
  countFailed,
};

/** Submits and follows the answer in the same request. */
export const millraceStreaming = async (trial: Trial, upstreamUrl: string): Promise<Call> => ({
  ...(await millrace.startAsking(trial, upstreamUrl)),
  path: '/v1/tasks',
  headers: { ...headers, accept: 'text/event-stream' },
  stream: { begins: '"text":"A', ends: 'event: result' },
});
