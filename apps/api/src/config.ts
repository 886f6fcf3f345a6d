import {
  type ApiKey,
  defaultInstance,
  type Environment,
  type LoadedConfig,
  loadConfig,
  loadModels,
  type Models,
  type Secret,
  type TracingConfig,
  tracingConfig,
} from '@millrace/config';
import { apiConfigErrors, apiConfigWarnings } from './config-checks.js';
import { type ApiValues, apiSettings } from './settings.js';

/** Everything the api can be told, read and checked; names end in their unit. */
export interface ApiConfig
  extends Pick<
    ApiValues,
    'redis' | 'durability' | 'encryption' | 'logs' | 'metrics' | 'attempts' | 'retention' | 'limits' | 'webhooks' | 'fairShare'
  > {
  /** Without the secrets, which an api has no use for: each is empty, and the environment's own deployment has none. */
  readonly models: Models;
  readonly ceilings: ApiValues['ceilings'] & { readonly maxResultTtlSeconds: number };
  readonly instance: string;
  /** What was built, or `unknown`. */
  readonly commit: string;
  /** Undefined = nothing is traced. */
  readonly tracing: TracingConfig | undefined;
  readonly http: Omit<ApiValues['http'], 'trustProxy'> & { readonly trustProxy: NonNullable<ApiValues['http']['trustProxy']> };
  readonly apiKeys: readonly ApiKey[];
  /** Bull Board's login; undefined = no Bull Board. */
  readonly admin: { readonly user: string; readonly password: Secret } | undefined;
  readonly shutdownGraceSeconds: number;
  /** Of the grace, how long the door stays open. */
  readonly shutdownDelaySeconds: number;
}

export interface LoadApiConfigOptions {
  readonly env: Environment;
  /** Reads a text file, or throws. */
  readonly readFile: (path: string) => string;
  /** Host name and process id, for the default name of the instance. */
  readonly host: string;
  readonly pid: number;
}

const configOf = (values: ApiValues, models: Models, instance: string): ApiConfig => {
  const { redis, durability, encryption, logs, metrics, ceilings, attempts, retention, limits, fairShare, http, admin, webhooks } = values;
  const name = values.instance.name ?? instance;
  return {
    redis,
    durability,
    encryption,
    models,
    logs,
    instance: name,
    commit: values.build.commit,
    tracing: tracingConfig(values.tracing, 'api', name),
    metrics,
    http: { ...http, trustProxy: http.trustProxy ?? false },
    apiKeys: values.apiKeys.keys,
    limits,
    webhooks,
    fairShare,
    ceilings: { ...ceilings, maxResultTtlSeconds: ceilings.maxResultTtlSeconds ?? retention.tombstoneTtlSeconds },
    attempts,
    retention,
    admin: admin.user === undefined || admin.password === undefined ? undefined : { user: admin.user, password: admin.password },
    shutdownGraceSeconds: values.shutdown.graceSeconds,
    shutdownDelaySeconds: values.shutdown.delaySeconds,
  };
};

/** The api's config, or a `ConfigError` with every mistake; warnings are for the log. */
export const loadApiConfig = ({ env, readFile, host, pid }: LoadApiConfigOptions): LoadedConfig<ApiConfig> =>
  loadConfig({
    settings: apiSettings,
    env,
    readFile,
    compose: (values) => {
      const { models, mistakes, ...loaded } = loadModels({ values, env, readFile, secrets: 'unread' });
      const config = configOf(values, models, defaultInstance({ role: 'api', host, pid }));
      return { config, errors: [...mistakes, ...apiConfigErrors(values)], warnings: [...loaded.warnings, ...apiConfigWarnings(values)] };
    },
  });
