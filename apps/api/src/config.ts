import { type ApiKey, defaultInstance, type Environment, type LoadedConfig, loadConfig, routesOf, type Secret } from '@millrace/config';
import type { Route } from '@millrace/contracts';
import { apiConfigErrors, apiConfigWarnings } from './config-checks.js';
import { type ApiValues, apiSettings } from './settings.js';

/** Everything the api can be told, read and checked; names end in their unit. */
export interface ApiConfig
  extends Pick<ApiValues, 'redis' | 'logs' | 'metrics' | 'attempts' | 'retention' | 'limits' | 'webhooks' | 'fairShare'> {
  /** `defaultModel` is what a task without a model asks for; it is always among the routes. */
  readonly models: { readonly defaultModel: string; readonly routes: readonly Route[] };
  readonly ceilings: ApiValues['ceilings'] & { readonly maxResultTtlSeconds: number };
  readonly instance: string;
  /** What was built, or `unknown`. */
  readonly commit: string;
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

const configOf = (values: ApiValues, routes: readonly Route[], instance: string): ApiConfig => {
  const { redis, logs, metrics, ceilings, attempts, retention, limits, fairShare, http, admin, webhooks } = values;
  return {
    redis,
    models: { defaultModel: values.models.defaultModel, routes },
    logs,
    instance: values.instance.name ?? instance,
    commit: values.build.commit,
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
      const { routes, mistakes } = routesOf([values.models.defaultModel, ...values.models.furtherModels]);
      const config = configOf(values, routes, defaultInstance({ role: 'api', host, pid }));
      return { config, errors: [...mistakes, ...apiConfigErrors(values)], warnings: apiConfigWarnings(values) };
    },
  });
