import type { FinalState } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';

export type ReadOutcome =
  | { readonly kind: 'found'; readonly task: StoredTask }
  /** The tombstone: the task ended and its result has expired. */
  | { readonly kind: 'gone'; readonly state: FinalState; readonly endedAtMs: number }
  /** Never was, is forgotten, or belongs to another tenant: the same to whoever asks. */
  | { readonly kind: 'unknown' };

/** Reads a task of one tenant. Throws `StoreUnavailableError`. */
export type ReadTask = (request: { tenant: string; id: string }) => Promise<ReadOutcome>;
