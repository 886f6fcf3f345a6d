import { randomUUID } from 'node:crypto';
import { createOpsServer, createProviderGauges, createQueueGauges, type OpsServer, type Probe } from '@millrace/observability';
import { createRouteConsumer, createRouteQueue, type PerformTaskJob } from '@millrace/queue';
import { type Service, within } from '@millrace/runtime';
import { createServerWatch } from '@millrace/store';
import { createReadProviders, createReadQueues } from '@millrace/tasks';
import type { Redis } from 'ioredis';
import { type AnswerCache, createAnswerCache } from './answer-cache.js';
import { createAnswerSources } from './answer-source.js';
import { createCallModel } from './call-model.js';
import type { WorkerConfig } from './config.js';
import { createDrain } from './drain.js';
import { createHealth } from './health.js';
import { pause } from './pause.js';
import { createRoomGates, type RoomGates } from './room-gates.js';
import { createRouteConsumers, type RouteConsumers } from './route-consumers.js';
import { createRunAttempt } from './run-attempt.js';
import { createClientOf, createServing, llmDeploymentOf, type Serving } from './serving.js';
import { createSettlement } from './settle-attempt.js';
import { createSharedCalls } from './shared-calls.js';
import { createSteeringSignals } from './steering-signals.js';
import { type AttemptStreams, createAttemptStreams } from './streaming/attempt-streams.js';
import { createUntilStored } from './until-stored.js';
import { createWebhookDelivery } from './webhooks/create-webhook-delivery.js';
import { createWebhookGauge } from './webhooks/webhook-gauge.js';
import { createWorkerParts, type ServicesOptions, type WorkerParts } from './worker-parts.js';

export interface Services {
  /** Begins to take tasks; Redis may be away, the ops port may not be taken. */
  start(): Promise<void>;
  /** Works by other models from now on: what runs goes on as it began, added routes are taken up, removed ones drain. */
  follow(models: WorkerConfig['models']): Promise<void>;
  /** Fails when a restart would help. */
  live(): Probe;
  /** Ends the work in order; see `createDrain`. */
  drain(): Promise<void>;
}

/** How long to wait for Redis before it counts as away; the worker starts in any case. */
const firstLookMs = 2000;

const ready = async (redis: Redis): Promise<void> => {
  if (redis.status !== 'ready') await new Promise((resolve) => redis.once('ready', resolve));
};

/** A worker put together from its config. No task is taken and no port listened on before it is started. */
export const createServices = (options: ServicesOptions): Services => {
  const parts = createWorkerParts(options);
  const { config, metrics, telemetry, pulse, renewals } = parts;
  const cache = createAnswerCache({ entries: parts.config.cache.entries, monotonicMs });
  const streams = createAttemptStreams({ flush: parts.attempts.flush, monotonicMs, onFailure: telemetry.flushFailed });
  const steering = createSteeringSignals({ ...parts, cache, streams, onRefused: telemetry.listeningRefused });
  const gates = createRoomGates({ pause });
  const routes = createConsumers(parts, createPerform(parts, { cache, streams, gates }), gates);
  const webhooks = createWebhookDelivery(parts);
  const consumers = () => [...routes.open(), ...webhooks.consumers];
  const server = createServerWatch({ redis: parts.redis, checks: config.redis.checks, onChange: telemetry.redisJudged });
  const health = createHealth({ pulse, consumers, refusals: server.refusals });
  const ops = createOpsServer({ ...config.metrics, metrics, live: health.live, ready: health.ready, log: parts.log });
  watch(parts, routes);
  const drain = createDrain({
    health,
    consumers,
    graceMs: config.shutdownGraceSeconds * 1000,
    services: toStop(parts, ops, steering, webhooks.service, server),
    telemetry,
  });

  return {
    live: health.live,
    start: async () => {
      await ops.start();
      await within(Promise.all([ready(parts.redis), ready(parts.subscriber)]), firstLookMs);
      await server.start();
      await renewals.start();
      await steering.start();
      await Promise.all([routes, ...webhooks.consumers].map((consumer) => consumer.start()));
      telemetry.started(routes.open(), config.attempts.concurrency);
      telemetry.listening(ops.url());
    },
    follow: async (models) => {
      parts.models.replace(models);
      await routes.follow();
      telemetry.serving(parts.routes.all(), config.attempts.concurrency);
    },
    drain: async () => {
      await routes.stop();
      await drain();
    },
  };
};

const monotonicMs = (): number => performance.now();

interface PerformParts {
  readonly cache: AnswerCache;
  readonly streams: AttemptStreams;
  readonly gates: RoomGates;
}

const createPerform = (parts: WorkerParts, { cache, streams, gates }: PerformParts): PerformTaskJob => {
  const { config, attempts, clients, renewals, telemetry, clock, random } = parts;
  const { maxTokens, temperature } = config.llm;
  const { maxAttempts, retryBaseMs, retryCapMs } = config.attempts;
  const defaults = { maxTokens, temperature };
  const openSource = createAnswerSources({
    cache,
    sharedCalls: createSharedCalls(),
    callModel: createCallModel({ clientOf: createClientOf({ clients, defaults }), monotonicMs, onEnd: telemetry.callEnded }),
    defaults,
    veil: parts.sealing.veil,
    ttlSeconds: config.cache.ttlSeconds,
    clock,
    onUse: telemetry.cacheUsed,
  });
  const untilStored = createUntilStored({ clock, pause, onAway: telemetry.writeDelayed });
  return createRunAttempt({
    attempts,
    untilStored,
    newPickUp: randomUUID,
    servingOf: createServingOf(parts),
    take: gates.take,
    openSource,
    renewals,
    streams,
    settlement: createSettlement({ attempts, cache, renewals, untilStored, clock, telemetry }),
    retries: { maxAttempts, baseMs: retryBaseMs, capMs: retryCapMs, random },
    pause,
    clock,
    telemetry,
  });
};

const createServingOf = ({ config, routes, models, clients }: WorkerParts): ((route: string) => Serving | undefined) => {
  const serving = createServing();
  // Sockets of deployments that are gone, or are described otherwise by now, are let go of.
  models.onChange(() => {
    const deployments = routes.all().flatMap(({ tiers }) => tiers.flat());
    clients.keepOnly(deployments.map((deployment) => llmDeploymentOf(deployment, config.llm)));
  });
  return (slug) => {
    const route = routes.of(slug);
    return route && serving(route);
  };
};

const createConsumers = (parts: WorkerParts, perform: PerformTaskJob, gates: RoomGates): RouteConsumers => {
  const { config, redis, keys, routes, telemetry } = parts;
  const readQueues = createReadQueues({ redis, keys });
  return createRouteConsumers({
    routes,
    isEmpty: async (route) => {
      const [status] = await readQueues([route]);
      return status !== undefined && status.waiting + status.running + status.delayed + status.scheduled + status.held === 0;
    },
    events: { onTrouble: telemetry.routeTroubled, onDrained: telemetry.routeDrained },
    open: (route) => {
      const consumer = createRouteConsumer({
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
      });
      gates.guard(consumer);
      return consumer;
    },
  });
};

/** Gauges that are looked up when someone asks for the metrics. */
const watch = ({ metrics, pulse, routes, redis, keys, clock }: WorkerParts, consumers: RouteConsumers): void => {
  const queueOf = remember((route: string) => createRouteQueue({ route, queuesPrefix: keys.queues, redis }));
  metrics.onCollect(createQueueGauges({ queues: () => routes.all().map(({ slug }) => queueOf(slug)), metrics, clock }));
  const readProviders = createReadProviders({ redis, keys, knowsSecrets: true });
  metrics.onCollect(createProviderGauges(metrics, () => readProviders(routes.all().flatMap(({ tiers }) => tiers.flat()))));
  metrics.onCollect(createWebhookGauge({ redis, keys, metrics }));
  metrics.onCollect(() => {
    metrics.redisUp.set({}, pulse.upForMs() > 0 ? 1 : 0);
    metrics.workerActiveAttempts.reset();
    for (const { route, active } of consumers.open()) metrics.workerActiveAttempts.set({ route }, active);
  });
};

const remember = <Value>(make: (key: string) => Value): ((key: string) => Value) => {
  const known = new Map<string, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
};

/** What a drain stops last, in this order. */
const toStop = ({ renewals, clients, redis }: WorkerParts, ops: OpsServer, ...services: Service[]) => [
  renewals,
  ...services,
  ops,
  { name: 'llm clients', stop: () => clients.close() },
  { name: 'redis', stop: async () => redis.disconnect() },
];
