import { type LoadedConfig, listenRefusal, secretsOfModels, secretsOfTracing, secretsOfUrl } from '@millrace/config';
import { createLogger, createMetrics, exitOnUncaught, startTracing } from '@millrace/observability';
import { systemClock } from '@millrace/runtime';
import { createAttemptTraces } from './attempt-traces.js';
import type { WorkerConfig } from './config.js';
import { drainMarginMs } from './drain.js';
import { createReloadModels } from './reload-models.js';
import { createServices } from './services.js';
import { createTelemetry } from './telemetry.js';

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
  const metrics = createMetrics({
    role: 'worker',
    version,
    commit: config.commit,
    onCollectFailure: (error) => telemetry.collectFailed(error),
  });
  const tracing =
    config.tracing && (await startTracing({ ...config.tracing, version, onTrouble: (error) => telemetry.tracingFailed(error) }));
  const traces = tracing && createAttemptTraces({ tracing, clock: systemClock });
  const telemetry = createTelemetry({ log, metrics, clock: systemClock, traces });
  const services = createServices({ config, log, metrics, telemetry, version });
  const end = async (code: number): Promise<void> => {
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
    // Whatever hangs, the process ends: an attempt that could not be handed back is found by its lease.
    setTimeout(() => process.exit(1), config.shutdownGraceSeconds * 1000 + drainMarginMs);
    void end(0);
  });
  try {
    await services.start();
    started.resolve();
  } catch (error) {
    const names = { host: 'METRICS_HOST', port: 'METRICS_PORT' };
    const sentence = listenRefusal({ error, ...config.metrics, names });
    if (sentence !== undefined) process.stderr.write(`${sentence}\n`);
    telemetry.startFailed(sentence ?? error);
    await end(1);
  }
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

const secretsOf = ({ redis, llm, models, tracing }: WorkerConfig): string[] => [
  ...secretsOfTracing(tracing),
  ...secretsOfUrl(redis.url),
  ...(llm.apiKey ? [llm.apiKey.reveal()] : []),
  ...secretsOfModels(models),
];
