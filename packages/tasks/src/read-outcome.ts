import type { FinalState, TaskState } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';

export type ReadOutcome =
  | { readonly kind: 'found'; readonly task: StoredTask }
  /** The tombstone: the task ended and what was kept of it has expired. */
  | {
      readonly kind: 'gone';
      readonly state: FinalState;
      readonly failure?: StoredTask['failure'];
      readonly attemptHistory?: StoredTask['attemptHistory'];
      readonly endedAtMs: number;
      readonly goneAtMs: number;
      /** The task that runs it again. */
      readonly retriedAs?: string;
    }
  /** Erased at its tenant's wish; one that was running then may not have ended yet. */
  | { readonly kind: 'erased'; readonly state: TaskState; readonly endedAtMs?: number; readonly erasedAtMs: number }
  /** Never was, is forgotten, or belongs to another tenant: the same to whoever asks. */
  | { readonly kind: 'unknown' };

/** Reads a task of one tenant. Throws `StoreUnavailableError`. */
export type ReadTask = (request: { tenant: string; id: string }) => Promise<ReadOutcome>;
