import { createLiveModels, type Listener, type LoadedConfig, secretsOfTracing, secretsOfUrl } from '@millrace/config';
import { createLogger, createMetrics, createOpsServer, exitOnUncaught, type Logger, startTracing } from '@millrace/observability';
import { createLifecycle, type Service } from '@millrace/runtime';
import { createApp } from './app.js';
import type { ApiConfig } from './config.js';
import { createFarewell } from './farewell.js';
import { CannotListenError, listenFailure } from './http/cannot-listen-error.js';
import { createHttpServer } from './http/http-server.js';
import { createReloadModels } from './reload-models.js';
import type { Readiness } from './routes/health/readiness.js';
import { createServices } from './services.js';
import { stopOnSignals } from './stop-on-signals.js';
import { createTelemetry } from './telemetry.js';

export interface RunApiOptions {
  readonly config: ApiConfig;
  readonly warnings: readonly string[];
  readonly version: string;
  readonly process: NodeJS.Process;
  /** Says why there is no start, and exits with 1. */
  readonly fail: (sentences: readonly string[]) => never;
  /** Reads the settings anew, for a reload of the models; throws a `ConfigError` for any mistake. */
  readonly load: () => LoadedConfig<ApiConfig>;
}

/** Of the grace after the delay, what running requests get; the rest is for closing. */
const shareForRequests = 0.8;

/** Runs the api until a signal ends it. */
export const runApi = async ({ config, warnings, version, process, fail, load }: RunApiOptions): Promise<void> => {
  const { commit } = config;
  const graceMs = config.shutdownGraceSeconds * 1000;
  const delayMs = config.shutdownDelaySeconds * 1000;
  const logger = loggerOf(config, version);
  const { leaving, stopping, say: sayFarewell } = createFarewell({ delayMs });
  const metrics = createMetrics({ role: 'api', version, commit, onCollectFailure: (error) => logger.warn('collect_failed', { error }) });
  const telemetry = createTelemetry({ logger, metrics });
  const models = createLiveModels(config.models);
  const { services, lifetimes } = createServices({ config, models, telemetry, metrics, leaving, stopping });
  const onTrouble = (error: unknown): void => logger.warn('tracing_failed', { error });
  const tracing = config.tracing && (await startTracing({ ...config.tracing, version, onTrouble }));
  const app = createApp({ services, version, tracing, ...config.http });
  const server = createHttpServer({ app, telemetry, graceMs: (graceMs - delayMs) * shareForRequests, leaving, ...config.http });
  const ready = async () => toProbe(await services.readiness());
  const ops = createOpsServer({ ...config.metrics, metrics, log: logger, live: () => ({ ok: true }), ready });
  // Stopped in reverse: the door first, the metrics port last, where the readiness can be seen until the end.
  const lifecycle = createLifecycle({
    services: [named(ops, config.metrics), ...lifetimes, server],
    onStopFailure: (service, error) => logger.error('stop_failed', { service, error }),
  });

  logger.info('starting', { version, commit, warnings });
  for (const warning of warnings) logger.warn('setting', { warning });
  const stop = async (): Promise<void> => {
    logger.info('stopping');
    await sayFarewell();
    await lifecycle.stop();
    await tracing?.stop();
    logger.info('stopped');
    await logger.close();
  };
  stopOnSignals({ process, stop, graceMs });
  process.on('SIGHUP', createReloadModels({ load, models, telemetry }));
  try {
    await lifecycle.start();
  } catch (error) {
    if (!(error instanceof CannotListenError)) throw error;
    return fail([error.message]);
  }
  logger.info('listening', { address: server.url(), metrics: ops.url() });
};

const loggerOf = (config: ApiConfig, version: string): Logger => {
  const identity = { service: 'millrace', role: 'api', instance: config.instance, version } as const;
  const keys = [...config.apiKeys.map(({ key }) => key), ...(config.admin ? [config.admin.password] : [])];
  const ring = (config.encryption.keys ?? []).map(({ key }) => key.reveal());
  const texts = [...ring, ...secretsOfUrl(config.redis.url), ...secretsOfTracing(config.tracing), ...keys.map((secret) => secret.reveal())];
  exitOnUncaught({ ...identity, secrets: texts });
  return createLogger({ ...identity, ...config.logs, secrets: texts });
};

const toProbe = ({ status, checks }: Readiness) => ({
  ok: status === 'ok',
  reason:
    status === 'stopping'
      ? 'stopping'
      : Object.entries(checks)
          .map(([name, state]) => `${name}: ${state}`)
          .join(', '),
});

/** An address that cannot be listened on is named, whichever of the two it is. */
const named = (ops: Service, listener: Listener): Service => ({
  ...ops,
  start: async () => {
    try {
      await ops.start();
    } catch (error) {
      throw listenFailure(error, listener, 'METRICS_');
    }
  },
});
