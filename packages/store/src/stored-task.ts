import type { FailureCode, TaskResult, TaskState, TokenUsage, WaitingReason } from '@millrace/contracts';

/** A task as Redis holds it. Times are ms since the epoch by the clock of Redis. */
export interface StoredTask {
  readonly id: string;
  readonly tenant: string;
  readonly state: TaskState;
  readonly route: string;
  /** The name the caller asked for. */
  readonly model: string;
  readonly createdAtMs: number;
  readonly finishByMs: number;
  /** When the last attempt began. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  /** From the begin of the last attempt to the first piece of the answer. */
  readonly firstDeltaMs?: number;
  readonly waitingReason?: WaitingReason;
  readonly retryAtMs?: number;
  readonly attempts: number;
  readonly lostAttempts: number;
  readonly attemptHistory: readonly PastAttempt[];
  readonly cached: boolean;
  readonly result?: TaskResult;
  readonly usage?: TokenUsage;
  readonly failure?: { readonly code: FailureCode; readonly message: string };
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An attempt that did not end its task in success. */
export interface PastAttempt {
  readonly number: number;
  readonly outcome: 'failed' | 'lost' | 'handed_back';
  readonly endedAtMs: number;
  readonly worker?: string;
  readonly deployment?: string;
  readonly code?: FailureCode;
}
