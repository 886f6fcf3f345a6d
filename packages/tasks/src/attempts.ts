import type { FailureCode, TaskResult, TokenUsage } from '@millrace/contracts';
import type { Attempt, BeginOutcome, BeginRequest, Ending, LoadOutcome, OpenTask, SettleOutcome, StopReason } from './attempt-outcomes.js';

/** A worker's side of the life of a task. All throw `StoreUnavailableError` when Redis is away; all may be repeated. */
export interface Attempts {
  /** Reads what a job refers to. */
  load(job: { taskId: string; run: number }): Promise<LoadOutcome>;
  /** Books an attempt and makes the task `running`, unless an answer is kept. Repeated for the same pick-up, the answer is the same attempt. */
  begin(task: OpenTask, request: BeginRequest): Promise<BeginOutcome>;
  /** Writes the end: state, result and usage together, once, and only if the attempt is still the newest. */
  settle(task: OpenTask, attempt: Attempt, ending: Ending): Promise<SettleOutcome>;
  /** Ends a task with an answer that was there already: no attempt is booked. */
  settleCached(task: OpenTask, answer: { result: TaskResult; usage: TokenUsage | null }): Promise<SettleOutcome>;
  /** The attempt failed and is used up; the task waits for its next one. */
  retryLater(attempt: Attempt, failure: { code: FailureCode; waitMs: number }): Promise<RetryOutcome>;
  /** Gives the task back without using the attempt. */
  handBack(attempt: Attempt): Promise<void>;
  /** Renews the leases of all running attempts, and this worker's own sign of life; names those that must stop. */
  renew(attempts: readonly Attempt[]): Promise<ReadonlyMap<string, StopReason>>;
}

export type RetryOutcome =
  | { readonly kind: 'waiting'; readonly waitMs: number }
  /** Its deadline comes first, or it has ended: there will be no further attempt. */
  | { readonly kind: 'over' };
