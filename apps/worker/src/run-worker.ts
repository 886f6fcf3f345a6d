import { type LoadedConfig, listenRefusal, secretsOfModels, secretsOfTracing, secretsOfUrl } from '@millrace/config';
import { createLogger, createMetrics, exitOnUncaught, type Log, startTracing } from '@millrace/observability';
import { systemClock } from '@millrace/runtime';
import { createAttemptTraces } from './attempt-traces.js';
import type { WorkerConfig } from './config.js';
import { drainMarginMs } from './drain.js';
import { createReloadModels } from './reload-models.js';
import { createServices } from './services.js';
import { createTelemetry } from './telemetry.js';
import { createWatchdog } from './watchdog.js';

export interface RunWorkerOptions {
  readonly config: WorkerConfig;
  /** Sentences about the settings, for the log. */
  readonly warnings: readonly string[];
  readonly version: string;
  /** Reads the settings anew, for a reload of the models; throws a `ConfigError` for any mistake. */
  readonly load: () => LoadedConfig<WorkerConfig>;
}

/** Runs a worker until it is told to stop; the process ends with it, with 0 after an orderly end and 1 otherwise. */
export const runWorker = async ({ config, warnings, version, load }: RunWorkerOptions): Promise<void> => {
  const identity = { service: 'millrace', role: 'worker', instance: config.instance, version } as const;
  let known = secretsOf(config);
  const secrets = (): readonly string[] => known;
  exitOnUncaught({ ...identity, secrets });
  const log = createLogger({ ...identity, ...config.logs, secrets });
  const { metrics, tracing, telemetry } = await observe(config, log, version);
  const services = createServices({ config, log, metrics, telemetry, version });
  // Whatever hangs, the process ends: an attempt that could not be handed back is found by its lease.
  const endSoon = () => setTimeout(() => process.exit(1), config.shutdownGraceSeconds * 1000 + drainMarginMs);
  const onStuck = (reason: string): void => {
    telemetry.stuck(reason);
    endSoon();
    void end(1);
  };
  const watchdog = createWatchdog({ live: services.live, onStuck });
  const end = async (code: number): Promise<void> => {
    await watchdog.stop();
    await services.drain();
    await tracing?.stop();
    telemetry.stopped();
    await log.close();
    process.exit(code);
  };

  const started = Promise.withResolvers<void>();
  const reload = createReloadModels({
    load,
    started: started.promise,
    services,
    // Calls that still run have the old ones.
    before: (models) => {
      known = [...new Set([...known, ...secretsOfModels(models)])];
    },
    telemetry,
  });

  process.on('SIGHUP', reload);
  telemetry.starting(warnings);
  onStopSignals(() => {
    endSoon();
    void end(0);
  });
  try {
    await services.start();
    await watchdog.start();
    started.resolve();
  } catch (error) {
    const names = { host: 'METRICS_HOST', port: 'METRICS_PORT' };
    const sentence = listenRefusal({ error, ...config.metrics, names });
    if (sentence !== undefined) process.stderr.write(`${sentence}\n`);
    telemetry.startFailed(sentence ?? error);
    await end(1);
  }
};

/** What tells of the worker's work, beside its log. */
const observe = async ({ commit, tracing: wanted }: WorkerConfig, log: Log, version: string) => {
  const metrics = createMetrics({ role: 'worker', version, commit, onCollectFailure: (error) => telemetry.collectFailed(error) });
  const tracing = wanted && (await startTracing({ ...wanted, version, onTrouble: (error) => telemetry.tracingFailed(error) }));
  const traces = tracing && createAttemptTraces({ tracing, clock: systemClock });
  const telemetry = createTelemetry({ log, metrics, clock: systemClock, traces });
  return { metrics, tracing, telemetry };
};

/** The first signal asks to stop; a second one ends the process at once. */
const onStopSignals = (stop: () => void): void => {
  let asked = false;
  const onSignal = (): void => {
    if (asked) process.exit(1);
    asked = true;
    stop();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
};

const secretsOf = ({ redis, llm, models, tracing, encryption }: WorkerConfig): string[] => [
  ...(encryption.keys ?? []).map(({ key }) => key.reveal()),
  ...secretsOfTracing(tracing),
  ...secretsOfUrl(redis.url),
  ...(llm.apiKey ? [llm.apiKey.reveal()] : []),
  ...secretsOfModels(models),
];
