import type { Priority, Route, TaskPayload, TaskSchedule } from '@millrace/contracts';
import type { KeyLimits, StoredTask } from '@millrace/store';
import type { TaskWebhook } from './webhooks/task-webhook.js';

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
  /** Chosen before, for a submission that is made again while it is not known whether the last try stored it; otherwise a new one. */
  readonly id?: string;
  readonly tenant: string;
  /** Public id of the key, never the key. */
  readonly keyId: string;
  readonly route: Route;
  readonly payload: TaskPayload;
  /** `standard` if absent. */
  readonly priority?: Priority;
  /** What the key itself may do, where that differs from what all may. */
  readonly keyLimits?: KeyLimits;
  /** For the logs of whoever runs it. */
  readonly requestId: string;
  /** The trace it belongs to, as W3C Trace Context writes it: `traceparent`, then a blank and `tracestate` if there is one. */
  readonly trace?: string;
  readonly schedule?: TaskSchedule;
  readonly webhook?: TaskWebhook;
  /** A submission with the same key of the same tenant leads to the same task; `digest` tells whether it asks for the same. */
  readonly idempotency?: { readonly key: string; readonly digest: string };
  /** Id of the ended task of this tenant that is to run again; it is run again once. */
  readonly retryOf?: string;
}

export type SubmitOutcome =
  | { readonly kind: 'accepted'; readonly task: StoredTask; readonly limit: LimitState }
  /** Submitted before: by its idempotency key, or as the retry of the same task. Nothing was stored or counted. */
  | { readonly kind: 'replayed'; readonly id: string }
  /** The idempotency key was used for another body. */
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'refused'; readonly refusal: TimeRefusal }
  /** The task to run again has not ended, is not there, is another tenant's or was erased. */
  | { readonly kind: 'not_retried'; readonly because: 'open' | 'missing' }
  | { readonly kind: 'limited'; readonly limit: LimitState; readonly retryAfterMs: number }
  /** The budget of this period is used up, and its key refuses tasks then. */
  | { readonly kind: 'budget_exhausted'; readonly period: 'day' | 'month'; readonly resetMs: number }
  | { readonly kind: 'queue_full'; readonly openTasks: number }
  | { readonly kind: 'memory_full' };

/** A time or a duration that cannot be, by the clock of Redis and the bounds of the installation. */
export interface TimeRefusal {
  readonly field: 'run_at' | 'start_by' | 'finish_by' | 'result_ttl';
  readonly reason: 'past' | 'too_far' | 'before_run_at' | 'before_start_by' | 'too_long';
}

/** Submits one task. Throws `StoreUnavailableError` when it is not known whether the task was stored. */
export type SubmitTask = (request: SubmitRequest) => Promise<SubmitOutcome>;
