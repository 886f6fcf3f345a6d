import type { FailureCode, TaskResult, TokenUsage } from '@millrace/contracts';
import type {
  AnswerDelta,
  Attempt,
  BeginOutcome,
  BeginRequest,
  Ending,
  FlushOutcome,
  LoadOutcome,
  OpenTask,
  SettleOutcome,
  StopReason,
} from './attempt-outcomes.js';
import type { CallReport } from './call-report.js';
import type { ProviderChange } from './provider-change.js';
import type { RouteWork } from './route-work.js';

/** A worker's side of the life of a task. All throw `StoreUnavailableError` when Redis is away; all may be repeated. */
export interface Attempts {
  /** Reads what a job refers to. */
  load(job: { taskId: string; run: number }): Promise<LoadOutcome>;
  /** Books an attempt where there is room for it and makes the task `running`, unless an answer is kept. Repeated for the same pick-up, the answer is the same attempt. */
  begin(task: OpenTask, request: BeginRequest): Promise<BeginOutcome>;
  /** Tells those who follow what has come of answers, at most one delta of each attempt; outcomes in the order of the deltas. */
  flush(deltas: readonly AnswerDelta[]): Promise<readonly FlushOutcome[]>;
  /** Writes the end: state, result and usage together, once, and only if the attempt is still the newest. What its call used is booked in any case. */
  settle(task: OpenTask, attempt: Attempt, ending: Ending, call?: CallReport): Promise<SettleOutcome>;
  /** Ends a task with an answer that was there already: no attempt is booked. `digest` = under which it may be kept. */
  settleCached(task: OpenTask, answer: { result: TaskResult; usage: TokenUsage | null }, digest?: string): Promise<SettleOutcome>;
  /** The attempt failed and is used up; the task waits for its next one. */
  retryLater(attempt: Attempt, failure: { code: FailureCode; waitMs: number; call?: CallReport }): Promise<ReleaseOutcome>;
  /** Gives the task back without using the attempt; `code` = why, if its call failed in a way that is not the task's. */
  handBack(attempt: Attempt, failure?: { code?: FailureCode; call?: CallReport }): Promise<ReleaseOutcome>;
  /**
   * Renews the leases of all running attempts, and this worker's own sign of life; names those that must stop.
   * `work` = what this worker did for each route since the last renewal.
   */
  renew(attempts: readonly Attempt[], work?: ReadonlyMap<string, RouteWork>): Promise<ReadonlyMap<string, StopReason>>;
}

export type ReleaseOutcome =
  | { readonly kind: 'waiting'; readonly waitMs: number; readonly changes: readonly ProviderChange[] }
  /** There is no next attempt: it was cancelled, its deadline comes first, or it has ended or another attempt owns it. Settling tells which. */
  | { readonly kind: 'over' };
