import type { Route, Secret } from '@millrace/config';

/** Everything a worker can be told, read and checked; names end in their unit. */
export interface WorkerConfig {
  readonly production: boolean;
  readonly redis: { readonly url: Secret; readonly prefix: string };
  /** `routes` are all that are configured; `served` those whose tasks this worker takes. */
  readonly models: { readonly defaultModel: string; readonly routes: readonly Route[]; readonly served: readonly Route[] };
  readonly logs: {
    readonly level: 'error' | 'warn' | 'info' | 'debug';
    readonly directory: string | undefined;
    readonly maxSize: string;
    readonly maxFiles: number;
  };
  readonly instance: string;
  readonly metrics: { readonly host: string; readonly port: number };
  readonly llm: {
    readonly apiKey: Secret | undefined;
    readonly baseUrl: string;
    readonly deployment: string;
    readonly maxTokens: number;
    readonly temperature: number | undefined;
    /** Already decided: `auto` has been resolved against the base URL. */
    readonly maxTokensParameter: 'max_completion_tokens' | 'max_tokens';
    readonly timeouts: { readonly connectMs: number; readonly firstByteMs: number; readonly idleMs: number; readonly totalMs: number };
  };
  readonly attempts: {
    readonly concurrency: number;
    readonly maxAttempts: number;
    readonly maxLostAttempts: number;
    readonly retryBaseMs: number;
    readonly retryCapMs: number;
  };
  readonly cache: { readonly ttlSeconds: number; readonly entries: number };
  readonly retention: { readonly resultTtlSeconds: number; readonly tombstoneTtlSeconds: number };
  readonly shutdownGraceSeconds: number;
}
