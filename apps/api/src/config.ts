import type { ApiKey, Policy, Route, RouteLimit, Secret, TrustProxy } from '@millrace/config';

/** Everything the api can be told, read and checked; ends in Seconds, Bytes or Share name the unit. */
export interface ApiConfig {
  readonly production: boolean;
  readonly redis: { readonly url: Secret; readonly prefix: string };
  /** `defaultModel` is what a task without a model asks for; it is always among the routes. */
  readonly models: { readonly defaultModel: string; readonly routes: readonly Route[] };
  readonly logs: {
    readonly level: 'error' | 'warn' | 'info' | 'debug';
    readonly directory: string | undefined;
    readonly maxSize: string;
    readonly maxFiles: number;
  };
  readonly instance: string;
  readonly metrics: { readonly host: string; readonly port: number };
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** For Express's `trust proxy`. */
    readonly trustProxy: TrustProxy;
    readonly bodyLimitBytes: number;
    readonly predictWaitSeconds: number;
  };
  readonly apiKeys: readonly ApiKey[];
  readonly limits: {
    readonly tasks: Policy;
    readonly reads: Policy;
    readonly address: Policy;
    readonly authFailures: Policy;
    readonly login: Policy;
    readonly routes: readonly RouteLimit[];
  };
  readonly ceilings: { readonly maxOpenTasks: number; readonly maxMemoryShare: number };
  readonly retention: { readonly resultTtlSeconds: number; readonly tombstoneTtlSeconds: number; readonly finishBySeconds: number };
  /** Bull Board's login; undefined = Bull Board is off in production and open to nobody elsewhere. */
  readonly admin: { readonly user: string; readonly password: Secret } | undefined;
  readonly shutdownGraceSeconds: number;
}
