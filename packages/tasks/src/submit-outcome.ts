import type { Route, TaskPayload } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';

/** At most `limit` tasks per `windowSeconds`. */
export interface TaskLimit {
  readonly limit: number;
  readonly windowSeconds: number;
}

/** How a key stands against its limit after a submission. */
export interface LimitState {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Until the whole limit is free again. */
  readonly resetMs: number;
}

export interface SubmitRequest {
  readonly tenant: string;
  /** Public id of the key, never the key. */
  readonly keyId: string;
  readonly route: Route;
  readonly payload: TaskPayload;
  /** For the logs of whoever runs it. */
  readonly requestId: string;
}

export type SubmitOutcome =
  | { readonly kind: 'accepted'; readonly task: StoredTask; readonly limit: LimitState }
  | { readonly kind: 'limited'; readonly limit: LimitState; readonly retryAfterMs: number }
  | { readonly kind: 'queue_full'; readonly openTasks: number }
  | { readonly kind: 'memory_full' };

/** Submits one task. Throws `StoreUnavailableError` when it is not known whether the task was stored. */
export type SubmitTask = (request: SubmitRequest) => Promise<SubmitOutcome>;
