import type { LlmFailure } from '@millrace/llm';
import { fullJitterMs } from '@millrace/runtime';
import type { Beside } from './beside.js';

export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly baseMs: number;
  readonly capMs: number;
  readonly random: () => number;
}

export type RetryDecision =
  | { readonly kind: 'retry'; readonly waitMs: number }
  /** Another deployment is asked at once. */
  | { readonly kind: 'elsewhere' }
  /** The deployment had no room: that uses no attempt up, and the limiter knows when there is room again. */
  | { readonly kind: 'no_room' }
  | { readonly kind: 'give_up'; readonly why: string };

interface Failed {
  readonly failure: LlmFailure;
  /** 1 for the first attempt. */
  readonly attemptNumber: number;
  /** Until the task's deadline. */
  readonly remainingMs: number;
  readonly beside: Beside;
}

/**
 * What is done about a failure, by whose fault it is; the table for users is docs/explanation/failures-and-fallback.md. What only another deployment can mend is
 * given to one if there is one. A deployment that fails gets a second try after a pause, then the others come first.
 */
export const decideRetry = (failed: Failed, policy: RetryPolicy): RetryDecision => {
  const { failure, attemptNumber, remainingMs, beside } = failed;
  const { blame } = failure;
  if (blame === 'limit') {
    return beside.others === 0 && (failure.retryAfterMs ?? 0) >= remainingMs ? tooLate(failure) : { kind: 'no_room' };
  }
  const mendable = {
    caller: false,
    context: beside.larger,
    credential: beside.otherCredential,
    deployment: failure.retryable || beside.others > 0,
  };
  if (!mendable[blame]) return { kind: 'give_up', why: failure.message };
  if (attemptNumber >= policy.maxAttempts) {
    return { kind: 'give_up', why: `${failure.message} (attempt ${attemptNumber} of ${policy.maxAttempts})` };
  }
  const triedTwice = attemptNumber > 1 && attemptNumber <= beside.others + 1;
  if (blame !== 'deployment' || triedTwice || !failure.retryable) return { kind: 'elsewhere' };
  return afterPause(failed, policy);
};

/**
 * What the provider asked to wait is a floor of any length, with the jitter on top, or all tasks it turned away would come back in the same instant. A retry that could only
 * come after the deadline is given up now: the caller learns at once what is wrong instead of `deadline_exceeded` later.
 */
const afterPause = ({ failure, attemptNumber, remainingMs }: Failed, policy: RetryPolicy): RetryDecision => {
  const jitterMs = fullJitterMs({ retry: attemptNumber, baseMs: policy.baseMs, capMs: policy.capMs, random: policy.random });
  const waitMs = (failure.retryAfterMs ?? 0) + jitterMs;
  return waitMs >= remainingMs ? tooLate(failure) : { kind: 'retry', waitMs };
};

const tooLate = ({ message }: LlmFailure): RetryDecision => ({
  kind: 'give_up',
  why: `${message} (the next attempt would come after the deadline)`,
});
