import type { ApiMetrics } from '@millrace/observability';
import { createJobAddition } from '@millrace/queue';
import { newTaskId, type Service, systemClock } from '@millrace/runtime';
import { createApiKeyStore, createKeys, createMemoryWatch, guarded, plainSeal } from '@millrace/store';
import { createEndSignals, createReadTask, createSubmitTask, createSweeper } from '@millrace/tasks';
import type { ApiServices } from './api-services.js';
import type { ApiConfig } from './config.js';
import { impatient } from './impatient.js';
import { createEnvironmentKeys } from './keys/environment-keys.js';
import { createFindStoredKey } from './keys/find-stored-key.js';
import { createStoredKeys } from './keys/stored-keys.js';
import { createLimits } from './limits/create-limits.js';
import { createRedisConnections } from './redis-connections.js';
import { createCheckReadiness } from './routes/health/check-readiness.js';
import type { ApiTelemetry } from './telemetry.js';

export interface CreateServicesOptions {
  readonly config: ApiConfig;
  readonly telemetry: ApiTelemetry;
  readonly metrics: ApiMetrics;
  readonly stopping: AbortSignal;
}

export interface CreatedServices {
  readonly services: ApiServices;
  /** What lives as long as the process, in the order it starts. */
  readonly lifetimes: readonly Service[];
}

/** What a call to the store may take: with two limiters before it a request is answered within two seconds, however Redis hangs. */
const patienceMs = 1200;

/** Puts the real domain together for the app. */
export const createServices = ({ config, telemetry, metrics, stopping }: CreateServicesOptions): CreatedServices => {
  const clock = systemClock;
  const keys = createKeys(config.redis.prefix);
  const seal = plainSeal;
  const connections = createRedisConnections({ url: config.redis.url.reveal(), instance: config.instance, telemetry });
  const { main: redis, subscriber } = connections;
  const jobs = createJobAddition({ queuesPrefix: keys.queues });
  const memory = createMemoryWatch({ redis, maxShare: config.ceilings.maxMemoryShare });
  const endSignals = createEndSignals({ redis, subscriber, keys });
  const sweeper = createSweeper({
    redis,
    keys,
    jobs,
    instance: config.instance,
    ...config.attempts,
    ...config.retention,
    onReport: telemetry.swept,
    onError: telemetry.sweepFailed,
  });
  const limits = createLimits({ policies: config.limits, redis: connections.limits, prefix: keys.rateLimits, clock });
  const ping = () => guarded(() => redis.ping());
  const findStoredKey = createFindStoredKey({ apiKeys: createApiKeyStore({ redis, keys }), requireRedis: ping });

  return {
    services: {
      submitTask: impatient(
        createSubmitTask({
          redis,
          keys,
          seal,
          jobs,
          memory,
          newId: newTaskId,
          limit: config.limits.tasks,
          ...config.ceilings,
          ...config.retention,
        }),
        patienceMs,
      ),
      readTask: impatient(createReadTask({ redis, keys, seal }), patienceMs),
      waitForEnd: endSignals.waitForEnd,
      environmentKey: createEnvironmentKeys(config.apiKeys),
      storedKey: createStoredKeys(impatient(findStoredKey, patienceMs)),
      limits,
      readiness: createCheckReadiness({ ping, stopping }),
      telemetry,
      clock,
      models: config.models,
      predictWaitSeconds: config.http.predictWaitSeconds,
      admin: undefined,
      stopping,
    },
    lifetimes: [connections, memory, endSignals, sweeper],
  };
};
