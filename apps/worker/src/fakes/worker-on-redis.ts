import { Writable } from 'node:stream';
import { createLogger, createMetrics } from '@millrace/observability';
import { createJobScripts } from '@millrace/queue';
import { newTaskId, systemClock } from '@millrace/runtime';
import { connectRedis, createKeys, plainSeal, type StoredTask } from '@millrace/store';
import { createReadTask, createSubmitTask, createSweeper, type SubmitRequest } from '@millrace/tasks';
import { eventually, type RedisForTests, redisForTests, startUpstream, type Upstream } from '@millrace/testing';
import { loadWorkerConfig } from '../config.js';
import { createServices, type Services } from '../services.js';
import { createTelemetry } from '../telemetry.js';

export interface WorkerOnRedis {
  readonly upstream: Upstream;
  readonly server: RedisForTests;
  /** Starts a worker; the environment given goes before the ground's own. */
  startWorker(env?: Readonly<Record<string, string>>): Promise<RunningWorker>;
  submit(request?: Partial<SubmitRequest>): Promise<string>;
  read(id: string): Promise<StoredTask>;
  /** The task once it has ended. */
  ended(id: string): Promise<StoredTask>;
  close(): Promise<void>;
}

export interface RunningWorker {
  readonly services: Services;
  /** Every log line so far. */
  log(): string;
  metrics(): Promise<string>;
  /** Where it serves its health. */
  url(): string;
}

/** A name no worker in any test has twice. */
let workers = 0;

/** The real thing in this process: a Redis, the domain, the queue and a model that does what the test says. */
export const createWorkerOnRedis = async ({ url }: { url?: string } = {}): Promise<WorkerOnRedis> => {
  const server = redisForTests(url ? { url } : {});
  const upstream = await startUpstream();
  const redis = connectRedis({ url: server.url, name: 'test', onError: () => {} });
  await eventually(() => redis.status === 'ready');
  const keys = createKeys(server.prefix);
  const base = { redis, keys, seal: plainSeal, jobs: createJobScripts({ queuesPrefix: keys.queues }) };
  const ttls = { resultTtlSeconds: 3600, tombstoneTtlSeconds: 7200 };
  const memory = { nearlyFull: () => false };
  const limits = { maxOpenTasks: 10_000, limit: { limit: 10_000, windowSeconds: 60 }, finishBySeconds: 3600, patienceMs: 5000 };
  const bounds = { maxScheduleAheadSeconds: 3600, maxResultTtlSeconds: 3600, priorityWeights: { interactive: 4, standard: 1, bulk: 0.25 } };
  const submit = createSubmitTask({ ...base, ...limits, ...bounds, memory, newId: newTaskId });
  const readTask = createReadTask(base);
  const sweeper = createSweeper({ ...base, ...ttls, instance: 'test', maxLostAttempts: 5, onReport: () => {}, onError: () => {} });
  await sweeper.start();
  const started: Services[] = [];

  const read = async (id: string): Promise<StoredTask> => {
    const outcome = await readTask({ tenant: 'acme', id });
    if (outcome.kind !== 'found') throw new Error(`task is ${outcome.kind}`);
    return outcome.task;
  };

  return {
    upstream,
    server,
    startWorker: async (env = {}) => {
      workers += 1;
      const worker = createWorker({ ...workerEnv(server, upstream), MILLRACE_INSTANCE: `test-worker-${workers}`, ...env });
      started.push(worker.services);
      await worker.services.start();
      return worker;
    },
    submit: async (request = {}) => {
      const payload = { messages: [{ role: 'user' as const, content: `question ${Math.random()}` }] };
      const route = { slug: 'small', model: 'small' };
      const outcome = await submit({ tenant: 'acme', keyId: 'key', requestId: 'request-1', route, payload, ...request });
      if (outcome.kind !== 'accepted') throw new Error(`not accepted but ${outcome.kind}`);
      return outcome.task.id;
    },
    read,
    ended: (id) => eventually(() => read(id).then((task) => (task.endedAtMs === undefined ? undefined : task))),
    close: async () => {
      await Promise.all(started.map((services) => services.drain()));
      await sweeper.stop();
      await upstream.close();
      redis.disconnect();
      await server.close();
    },
  };
};

const workerEnv = (server: RedisForTests, upstream: Upstream) => ({
  REDIS_URL: server.url,
  MILLRACE_PREFIX: server.prefix,
  MODEL_NAME: 'small',
  OPENAI_BASE_URL: upstream.url,
  OPENAI_API_KEY: 'sk-canary-key-0123456789',
  MILLRACE_DEPLOYMENT: 'here',
  MILLRACE_RETRY_BASE_MS: '100',
  METRICS_PORT: '0',
  MILLRACE_SHUTDOWN_GRACE_SECONDS: '1',
});

const createWorker = (env: Readonly<Record<string, string>>): RunningWorker => {
  const readFile = (): string => {
    throw Object.assign(new Error('no files here'), { code: 'ENOENT' });
  };
  const { config } = loadWorkerConfig({ env, readFile, host: 'test', pid: 1 });
  let written = '';
  const stdout = new Writable({
    write: (chunk, _encoding, next) => {
      written += String(chunk);
      next();
    },
  });
  const log = createLogger({ service: 'millrace', role: 'worker', instance: config.instance, version: '0', ...config.logs, stdout });
  const metrics = createMetrics({ role: 'worker', version: '0', commit: '0' });
  const telemetry = createTelemetry({ log, metrics, clock: systemClock });
  const services = createServices({ config, log, metrics, telemetry, version: '0' });
  const url = (): string => /"metrics":"([^"]+)"/.exec(written)?.[1] ?? '';
  return { services, log: () => written, metrics: metrics.render, url };
};
