import type { LiveModels } from '@millrace/config';
import { type ApiMetrics, createProviderGauges, createQueueGauges } from '@millrace/observability';
import { createRouteQueue, type RouteQueue } from '@millrace/queue';
import { type Service, systemClock } from '@millrace/runtime';
import { createKeys, createServerWatch } from '@millrace/store';
import { createReadHeldTasks, createReadLedger } from '@millrace/tasks';
import { createDashboard } from './admin/create-dashboard.js';
import type { ApiServices } from './api-services.js';
import type { ApiConfig } from './config.js';
import { createDomain } from './domain.js';
import { createEnvironmentKeys } from './keys/environment-keys.js';
import { createLimits } from './limits/create-limits.js';
import { createRedisConnections } from './redis-connections.js';
import { createCheckReadiness } from './routes/health/check-readiness.js';
import { createServedModels } from './served-models.js';
import { createStoreGauges } from './store-gauges.js';
import type { ApiTelemetry } from './telemetry.js';

export interface CreateServicesOptions {
  readonly config: ApiConfig;
  /** Those of the moment. */
  readonly models: LiveModels;
  readonly telemetry: ApiTelemetry;
  readonly metrics: ApiMetrics;
  /** Fires when no new callers are wanted. */
  readonly leaving: AbortSignal;
  /** Fires when waits are to be cut short. */
  readonly stopping: AbortSignal;
}

export interface CreatedServices {
  readonly services: ApiServices;
  /** What lives as long as the process, in the order it starts. */
  readonly lifetimes: readonly Service[];
}

/** Puts the real parts together for the app. */
export const createServices = ({ config, models: live, telemetry, metrics, leaving, stopping }: CreateServicesOptions): CreatedServices => {
  const keys = createKeys(config.redis.prefix);
  const connections = createRedisConnections({ config, telemetry });
  const redis = connections.main;
  const ping = () => redis.ping();
  const server = createServerWatch({ redis, checks: config.redis.checks, onChange: telemetry.redisJudged });
  const domain = createDomain({ config, connections, keys, telemetry });
  const limits = createLimits({ policies: config.limits, redis: connections.limits, prefix: keys.rateLimits, clock: systemClock });

  const models = createServedModels(live);
  const routes = (): readonly string[] => models.known.map(({ slug }) => slug);
  const dashboard =
    config.admin &&
    createDashboard({
      login: config.admin,
      routes: routes(),
      queuesPrefix: keys.queues,
      redis,
      loginLimiter: limits.login,
      telemetry,
      clock: systemClock,
    });
  live.onChange(() => dashboard?.follow(routes()));
  const queueOf = remembered((route) => createRouteQueue({ route, queuesPrefix: keys.queues, redis }));
  metrics.onCollect(
    createStoreGauges({
      setQueues: createQueueGauges({ queues: () => routes().map(queueOf), metrics, clock: systemClock }),
      routes,
      readLedger: createReadLedger({ redis, keys }),
      readHeldTasks: createReadHeldTasks({ redis, keys }),
      ping,
      metrics,
      telemetry,
    }),
  );

  metrics.onCollect(createProviderGauges(metrics, () => domain.readProviders(deploymentsOf(live))));

  const services: ApiServices = {
    ...domain,
    environmentKey: createEnvironmentKeys(config.apiKeys),
    limits,
    readiness: createCheckReadiness({ ping, leaving, refusals: server.refusals }),
    telemetry,
    clock: systemClock,
    models,
    predictWaitSeconds: config.http.predictWaitSeconds,
    maxOpenRequestsPerKey: config.http.maxOpenRequestsPerKey,
    admin: dashboard?.admin,
    stopping,
  };
  return {
    services,
    lifetimes: [connections, server, ...domain.lifetimes, ...(dashboard ? [dashboard] : [])],
  };
};

const deploymentsOf = (live: LiveModels) => live.current().routes.flatMap(({ tiers }) => tiers.flat());

const remembered = (make: (route: string) => RouteQueue): ((route: string) => RouteQueue) => {
  const known = new Map<string, RouteQueue>();
  return (route) => {
    const queue = known.get(route) ?? make(route);
    known.set(route, queue);
    return queue;
  };
};
