import type { FailureCode } from '@millrace/contracts';
import type { LlmFailed, LlmOutcome, LlmSuccess } from '@millrace/llm';
import type { Ending } from '@millrace/tasks';
import type { StopCause } from './attempt-stop.js';
import { decideRetry, type RetryPolicy } from './retry-decision.js';
import { toTaskResult } from './to-task-result.js';

/** What an attempt concluded. */
export type Conclusion =
  | { readonly kind: 'settle'; readonly ending: Ending }
  | { readonly kind: 'retry'; readonly code: FailureCode; readonly message: string; readonly waitMs: number }
  | { readonly kind: 'hand_back' }
  /** Another attempt owns the task: nothing is written. */
  | { readonly kind: 'fenced' };

export interface ConcludedCall {
  readonly outcome: LlmOutcome;
  /** What asked the attempt to stop, if anything did. */
  readonly cause: StopCause | undefined;
  readonly deployment: string;
  readonly attemptNumber: number;
  /** Until the task's deadline. */
  readonly remainingMs: number;
}

/** What a call and whatever stopped it mean for the task. */
export const concludeCall = (call: ConcludedCall, policy: RetryPolicy): Conclusion => {
  const { outcome, cause } = call;
  switch (cause) {
    case 'fenced':
      return { kind: 'fenced' };
    case 'cancelled':
      return settle({ state: 'cancelled', code: 'cancelled', message: 'Cancelled while it was running.', usage: usageOf(outcome) });
    case 'expired':
      return settle({
        state: 'expired',
        code: 'deadline_exceeded',
        message: 'Not finished by its deadline; the call was stopped.',
        usage: usageOf(outcome),
      });
  }
  switch (outcome.kind) {
    case 'succeeded':
      return settle(success(outcome, call.deployment));
    case 'failed':
      // A call that fails while the process is going down still gets its retry: elsewhere.
      return afterFailure(outcome, call, policy);
    case 'aborted':
      return { kind: 'hand_back' };
  }
};

const settle = (ending: Ending): Conclusion => ({ kind: 'settle', ending });

const success = (outcome: LlmSuccess, deployment: string): Ending => ({
  state: 'succeeded',
  result: toTaskResult(outcome, deployment),
  usage: outcome.usage,
  firstDeltaMs: outcome.firstDeltaMs,
});

const afterFailure = (outcome: LlmFailed, { attemptNumber, remainingMs }: ConcludedCall, policy: RetryPolicy): Conclusion => {
  const { failure } = outcome;
  const { code, message } = failure;
  const decision = decideRetry({ failure, attemptNumber, remainingMs }, policy);
  switch (decision.kind) {
    case 'retry':
      return { kind: 'retry', code, message, waitMs: decision.waitMs };
    case 'give_up':
      return settle({ state: 'failed', code, message: decision.why, usage: usageOf(outcome) });
  }
};

const usageOf = (outcome: LlmOutcome) => {
  switch (outcome.kind) {
    case 'succeeded':
      return outcome.usage;
    case 'failed':
      return outcome.partial?.usage ?? null;
    case 'aborted':
      return outcome.partial.usage;
  }
};
