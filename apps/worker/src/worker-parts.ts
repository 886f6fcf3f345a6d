import { createLiveModels, type LiveModels, ringKeys } from '@millrace/config';
import { createLlmClients, type LlmClients } from '@millrace/llm';
import type { Log, WorkerMetrics } from '@millrace/observability';
import { createJobScripts } from '@millrace/queue';
import { type Clock, systemClock } from '@millrace/runtime';
import { connectRedis, connectSubscriber, createKeys, createSealing, type Keys, type Sealing } from '@millrace/store';
import { type Attempts, createAttempts } from '@millrace/tasks';
import type { Redis } from 'ioredis';
import type { WorkerConfig } from './config.js';
import { createRedisPulse, type RedisPulse } from './redis-pulse.js';
import { createRenewals, type Renewals } from './renewals.js';
import type { Telemetry } from './telemetry.js';
import { createWorkingRoutes, type WorkingRoutes } from './working-routes.js';

export interface ServicesOptions {
  readonly config: WorkerConfig;
  readonly log: Log;
  readonly metrics: WorkerMetrics;
  readonly telemetry: Telemetry;
  /** The release that runs. */
  readonly version: string;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** What a worker talks to the outside through. */
export interface WorkerParts extends Required<ServicesOptions> {
  readonly redis: Redis;
  /** Only listens to channels. */
  readonly subscriber: Redis;
  readonly keys: Keys;
  readonly sealing: Sealing;
  readonly attempts: Attempts;
  readonly clients: LlmClients;
  readonly pulse: RedisPulse;
  readonly renewals: Renewals;
  readonly models: LiveModels<WorkerConfig['models']>;
  /** The routes worked on, by the models of the moment. */
  readonly routes: WorkingRoutes;
}

/** Connects nothing that would not reconnect by itself; Redis may be away. */
export const createWorkerParts = (options: ServicesOptions): WorkerParts => {
  const { config, telemetry, clock = systemClock, random = Math.random } = options;
  const { redis: server, instance, attempts: limits, retention } = config;
  const redis = connectRedis({ url: server.url.reveal(), name: instance, onError: telemetry.connectionFailed });
  const subscriber = connectSubscriber({ url: server.url.reveal(), name: `${instance}-subscriber`, onError: telemetry.connectionFailed });
  const keys = createKeys(server.prefix);
  const sealing = createSealing(ringKeys(config.encryption.keys));
  const jobs = createJobScripts({ queuesPrefix: keys.queues, mostPendingDeliveries: config.webhooks.mostPending });
  const models = createLiveModels(config.models);
  const routes = createWorkingRoutes(models);
  const { maxLostAttempts } = limits;
  const self = {
    worker: instance,
    routes: () => routes.all().map(({ slug }) => slug),
    concurrency: () => limits.concurrency * routes.all().length,
  };
  const attempts = createAttempts({
    redis,
    keys,
    seal: sealing.seal,
    jobs,
    clock,
    ...self,
    maxLostAttempts,
    ...retention,
    onBudgetNews: telemetry.budgetNoticed,
  });
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
    subscriber,
    keys,
    sealing,
    attempts,
    models,
    routes,
    clients: createLlmClients({ connections: self.concurrency, clock }),
    pulse,
    renewals: createRenewals({ renew: attempts.renew, onAnswer: pulse.answered, onFailure }),
  };
};
