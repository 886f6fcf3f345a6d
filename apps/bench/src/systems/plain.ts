import { freePort } from '@millrace/testing';
import type { Trial } from '../processes/open-trial.js';
import { inRepository } from '../repository.js';
import { json } from './call.js';
import type { QueueingSystem } from './queueing-system.js';

const queueKey = 'bull:llm';
const body = (prompt: string): string => JSON.stringify({ prompt });

const startApi = async (trial: Trial, file: string) => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = { REDIS_URL: trial.redis.url, PORT: String(port) };
  const process = await trial.start({
    role: 'plain-api',
    script: inRepository('apps/bench/dist/plain', file),
    env,
    readyUrl: `${origin}/`,
  });
  return { process, origin };
};

const startWorker: QueueingSystem['startWorker'] = (trial, upstreamUrl) =>
  trial.start({
    role: 'plain-worker',
    script: inRepository('apps/bench/dist/plain/worker.js'),
    env: { REDIS_URL: trial.redis.url, OPENAI_BASE_URL: upstreamUrl, OPENAI_API_KEY: 'sk-bench' },
  });

/** Express with `Queue.add`, a BullMQ worker with `openai`; see ../plain. */
export const plain: QueueingSystem = {
  name: 'plain',
  queueKey,
  startApi: async (trial) => {
    const { process, origin } = await startApi(trial, 'api.js');
    return { process, submit: { origin, path: '/tasks', headers: json, body } };
  },
  startWorker,
  startAsking: async (trial, upstreamUrl) => {
    await startWorker(trial, upstreamUrl);
    const { origin } = await startApi(trial, 'waiting-api.js');
    return { origin, path: '/ask', headers: json, body };
  },
  countFailed: (redis) => redis.zcard(`${queueKey}:failed`),
};
