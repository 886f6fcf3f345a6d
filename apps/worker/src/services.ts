import { createLlmClient, type LlmClient } from '@millrace/llm';
import { createOpsServer, type Log, type OpsServer, type WorkerMetrics } from '@millrace/observability';
import { createRouteConsumer, createRouteQueue, type PerformJob, type RouteConsumer } from '@millrace/queue';
import { type Clock, systemClock, within } from '@millrace/runtime';
import { connectRedis, createKeys, type Keys, plainSeal } from '@millrace/store';
import { type Attempts, createAnswerStore, createAttempts } from '@millrace/tasks';
import type { Redis } from 'ioredis';
import { createAnswerCache } from './answer-cache.js';
import { createAnswerSources } from './answer-source.js';
import { createCallModel } from './call-model.js';
import type { WorkerConfig } from './config.js';
import { createDrain } from './drain.js';
import { createHealth } from './health.js';
import { keptAnswerOf } from './kept-answer-of.js';
import { createQueueGauges } from './queue-gauges.js';
import { createRedisPulse, type RedisPulse } from './redis-pulse.js';
import { createRenewals, type Renewals } from './renewals.js';
import { createRunAttempt } from './run-attempt.js';
import { createSettlement } from './settle-attempt.js';
import { createSharedCalls } from './shared-calls.js';
import type { Telemetry } from './telemetry.js';
import { createUntilStored } from './until-stored.js';

export interface ServicesOptions {
  readonly config: WorkerConfig;
  readonly log: Log;
  readonly metrics: WorkerMetrics;
  readonly telemetry: Telemetry;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface Services {
  /** Begins to take tasks; Redis may be away, the ops port may not be taken. */
  start(): Promise<void>;
  /** Ends the work in order; see `createDrain`. */
  drain(): Promise<void>;
}

interface Parts extends Required<ServicesOptions> {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly attempts: Attempts;
  readonly llm: LlmClient;
  readonly pulse: RedisPulse;
  readonly renewals: Renewals;
}

/** How long to wait for Redis before it counts as away; the worker starts in any case. */
const firstLookMs = 2000;

const ready = (redis: Redis): Promise<unknown> => new Promise((resolve) => redis.once('ready', resolve));

/** A worker put together from its config. Nothing runs or listens before it is started. */
export const createServices = (options: ServicesOptions): Services => {
  const parts = createParts(options);
  const { config, metrics, telemetry, pulse, renewals } = parts;
  const consumers = createConsumers(parts, createPerform(parts));
  const health = createHealth({ pulse, consumers });
  const ops = createOpsServer({ ...config.metrics, metrics, live: health.live, ready: health.ready, log: parts.log });
  watch(parts, consumers);

  return {
    start: async () => {
      await ops.start();
      await within(ready(parts.redis), firstLookMs);
      await renewals.start();
      await Promise.all(consumers.map((consumer) => consumer.start()));
      telemetry.started(consumers, config.attempts.concurrency);
      telemetry.listening(ops.url());
    },
    drain: createDrain({
      health,
      consumers,
      graceMs: config.shutdownGraceSeconds * 1000,
      services: toStop(parts, ops),
      telemetry,
    }),
  };
};

const createParts = (options: ServicesOptions): Parts => {
  const { config, telemetry, clock = systemClock, random = Math.random } = options;
  const { redis: server, instance, llm, attempts: limits, models, retention } = config;
  const redis = connectRedis({ url: server.url.reveal(), name: instance, onError: telemetry.connectionFailed });
  const keys = createKeys(server.prefix);
  const routes = models.served.map(({ slug }) => slug);
  const { maxLostAttempts } = limits;
  const attempts = createAttempts({ redis, keys, seal: plainSeal, worker: instance, routes, maxLostAttempts, ...retention });
  const pulse = createRedisPulse({ clock, onChange: telemetry.redisChanged });
  const onFailure = (error: unknown): void => {
    pulse.failed();
    telemetry.renewalFailed(error);
  };
  return {
    ...options,
    clock,
    random,
    redis,
    keys,
    attempts,
    llm: createLlmClient({
      ...llm,
      apiKey: llm.apiKey?.reveal(),
      defaultMaxTokens: llm.maxTokens,
      defaultTemperature: llm.temperature,
      connections: limits.concurrency * routes.length,
    }),
    pulse,
    renewals: createRenewals({ renew: attempts.renew, onAnswer: pulse.answered, onFailure }),
  };
};

const createPerform = (parts: Parts): PerformJob => {
  const { config, attempts, llm, renewals, telemetry, clock, random, redis, keys } = parts;
  const { deployment, maxTokens, temperature } = config.llm;
  const { maxAttempts, retryBaseMs, retryCapMs } = config.attempts;
  const monotonicMs = () => performance.now();
  const store = createAnswerStore({ redis, keys, seal: plainSeal });
  const toAnswer = keptAnswerOf(deployment);
  const openSource = createAnswerSources({
    cache: createAnswerCache({ store, entries: config.cache.entries, monotonicMs, onUnavailable: telemetry.cacheUnavailable }),
    sharedCalls: createSharedCalls(toAnswer),
    callModel: createCallModel({ llm, monotonicMs, onEnd: telemetry.callEnded }),
    toAnswer,
    defaults: { maxTokens, temperature },
    ttlSeconds: config.cache.ttlSeconds,
    clock,
    onUse: telemetry.cacheUsed,
  });
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const untilStored = createUntilStored({ clock, pause, onAway: telemetry.writeDelayed });
  return createRunAttempt({
    attempts,
    deployment,
    openSource,
    renewals,
    settlement: createSettlement({ attempts, untilStored, telemetry }),
    retries: { maxAttempts, baseMs: retryBaseMs, capMs: retryCapMs, random },
    clock,
    telemetry,
  });
};

const createConsumers = ({ config, redis, keys, telemetry }: Parts, perform: PerformJob): RouteConsumer[] =>
  config.models.served.map(({ slug: route }) =>
    createRouteConsumer({
      route,
      queuesPrefix: keys.queues,
      connection: redis,
      concurrency: config.attempts.concurrency,
      instance: config.instance,
      perform,
      events: {
        onError: (error) => telemetry.queueFailed(route, error),
        onLocksLost: (jobs) => telemetry.locksLost(route, jobs),
        onStalled: (taskId) => telemetry.jobStalled(route, taskId),
      },
    }),
  );

/** Gauges that are looked up when someone asks for the metrics. */
const watch = ({ metrics, pulse, config, redis, keys, clock }: Parts, consumers: readonly RouteConsumer[]): void => {
  const queues = config.models.served.map(({ slug: route }) => createRouteQueue({ route, queuesPrefix: keys.queues, redis }));
  metrics.onCollect(createQueueGauges({ queues, metrics, clock }));
  metrics.onCollect(() => {
    metrics.redisUp.set({}, pulse.upForMs() > 0 ? 1 : 0);
    for (const { route, active } of consumers) metrics.workerActiveAttempts.set({ route }, active);
  });
};

/** What a drain stops last, in this order. */
const toStop = ({ renewals, llm, redis }: Parts, ops: OpsServer) => [
  renewals,
  ops,
  { name: 'llm client', stop: () => llm.close() },
  { name: 'redis', stop: async () => redis.disconnect() },
];
