import type { ModelList, WorkerView } from '@millrace/contracts';
import type { Audit } from './admin/audit.js';
import type { Keys } from './admin/keys.js';
import type { Queues } from './admin/queues.js';
import type { RetryNotice } from './http/retry-notice.js';
import type { SignalOptions } from './signal-options.js';
import type { Tasks } from './tasks/tasks.js';
import type { ReadUsage } from './usage/read-usage.js';
import type { Webhooks } from './webhooks/webhooks.js';

export interface MillraceOptions {
  /** Of the api, or of what stands in front of it; may have a path. */
  readonly url: string;
  readonly apiKey: string;
  /** In place of the platform's own. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** How often a call is tried again after a failure that may pass; 4. */
  readonly maxRetries?: number | undefined;
  /** How long no byte of an answer may come, beyond a wait that was asked for, in milliseconds; 60,000. */
  readonly timeoutMs?: number | undefined;
  /** The same for streams of events, in which apis send a comment every 15 s; 45,000. */
  readonly streamSilenceMs?: number | undefined;
  /**
   * How long a stream or a wait that has been answered once tries to come back, in milliseconds; 120,000. The task goes on meanwhile,
   * so patience costs nothing.
   */
  readonly reconnectForMs?: number | undefined;
  /** Told before each retry; for logs. */
  readonly onRetry?: ((notice: RetryNotice) => void) | undefined;
}

export interface Health {
  readonly status: 'ok' | 'unavailable' | 'stopping';
  readonly checks?: Readonly<Record<string, string>> | undefined;
}

export type Model = ModelList['data'][number];

/** An installation of Millrace, as seen by the owner of a key. */
export interface Millrace {
  readonly tasks: Tasks;
  readonly models: {
    list(options?: SignalOptions): Promise<readonly Model[]>;
  };
  readonly webhooks: Webhooks;
  /** What the tasks of the key's tenant used and cost; with the scope `admin` those of all tenants. */
  readonly usage: ReadUsage;
  /** These need a key with the scope `admin`. */
  readonly keys: Keys;
  readonly queues: Queues;
  readonly workers: {
    list(options?: SignalOptions): Promise<readonly WorkerView[]>;
  };
  readonly audit: Audit;
  /** Whether the api that answers can take requests. Asks once; throws a `MillraceConnectionError` if none answers. */
  health(options?: SignalOptions): Promise<Health>;
}
