import {
  defaultInstance,
  type Environment,
  type LoadedConfig,
  loadConfig,
  loadModels,
  type ModelRoute,
  type Models,
  type TracingConfig,
  tracingConfig,
} from '@millrace/config';
import { workerConfigErrors, workerConfigWarnings } from './config-checks.js';
import { servedRoutes } from './served-routes.js';
import { type WorkerValues, workerSettings } from './settings.js';

/** Everything a worker can be told, read and checked; names end in their unit. */
export interface WorkerConfig extends Pick<WorkerValues, 'redis' | 'encryption' | 'logs' | 'metrics' | 'cache' | 'retention' | 'webhooks'> {
  /** `routes` are all that are configured; `served` those whose tasks this worker takes. */
  readonly models: Models & { readonly served: readonly ModelRoute[] };
  readonly instance: string;
  /** What was built, or `unknown`. */
  readonly commit: string;
  /** Undefined = nothing is traced. */
  readonly tracing: TracingConfig | undefined;
  readonly llm: Omit<WorkerValues['llm'], 'deployment'> & {
    readonly deployment: string;
    readonly timeouts: WorkerValues['timeouts'];
  };
  readonly attempts: Omit<WorkerValues['attempts'], 'routes'>;
  readonly shutdownGraceSeconds: number;
}

export interface LoadWorkerConfigOptions {
  readonly env: Environment;
  /** Reads a text file, or throws. */
  readonly readFile: (path: string) => string;
  /** What the command line says; it goes before the environment. */
  readonly flags?: { readonly routes?: string | undefined; readonly concurrency?: string | undefined };
  /** Host name and process id, for the default name of the instance. */
  readonly host: string;
  readonly pid: number;
}

const llmOf = ({ llm, timeouts }: WorkerValues): WorkerConfig['llm'] => ({
  ...llm,
  deployment: llm.deployment ?? new URL(llm.baseUrl).host,
  timeouts,
});

const configOf = (values: WorkerValues, models: WorkerConfig['models'], instance: string): WorkerConfig => {
  const { redis, encryption, logs, metrics, cache, retention, webhooks } = values;
  const { routes: _asked, ...attempts } = values.attempts;
  const name = values.instance.name ?? instance;
  return {
    redis,
    encryption,
    models,
    logs,
    instance: name,
    commit: values.build.commit,
    tracing: tracingConfig(values.tracing, 'worker', name),
    metrics,
    llm: llmOf(values),
    attempts,
    cache,
    retention,
    webhooks,
    shutdownGraceSeconds: values.shutdown.graceSeconds,
  };
};

const override = (flag: string, value: string | undefined) => (value === undefined ? undefined : { flag, value });

/** The worker's config, or a `ConfigError` with every mistake; warnings are for the log. */
export const loadWorkerConfig = ({ env, readFile, flags = {}, host, pid }: LoadWorkerConfigOptions): LoadedConfig<WorkerConfig> =>
  loadConfig({
    settings: workerSettings,
    env,
    readFile,
    overrides: {
      MILLRACE_ROUTES: override('--routes', flags.routes),
      MILLRACE_CONCURRENCY: override('--concurrency', flags.concurrency),
    },
    compose: (values) => {
      const { models, file, mistakes, ...loaded } = loadModels({ values, env, readFile, secrets: 'read' });
      // What a broken file says is not known, so neither is what a worker can serve.
      const serving = mistakes.length > 0 ? { served: [], mistakes: [] } : servedRoutes(values.attempts.routes, models.routes, file);
      const config = configOf(values, { ...models, served: serving.served }, defaultInstance({ role: 'worker', host, pid }));
      const errors = [...mistakes, ...serving.mistakes, ...workerConfigErrors(values, file)];
      return { config, errors, warnings: [...loaded.warnings, ...workerConfigWarnings(values, file)] };
    },
  });
