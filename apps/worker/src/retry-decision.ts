import type { LlmFailure } from '@millrace/llm';
import { fullJitterMs } from '@millrace/runtime';

export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly baseMs: number;
  readonly capMs: number;
  readonly random: () => number;
}

export type RetryDecision = { readonly kind: 'retry'; readonly waitMs: number } | { readonly kind: 'give_up'; readonly why: string };

interface Failed {
  readonly failure: LlmFailure;
  /** 1 for the first attempt. */
  readonly attemptNumber: number;
  /** Until the task's deadline. */
  readonly remainingMs: number;
}

/**
 * Whether a failed task gets another attempt, and after how long. What the provider asked to wait is a floor of any length,
 * with the jitter on top, or all tasks it turned away would come back in the same instant. A retry that could only come after
 * the deadline is given up now: the caller learns at once what is wrong instead of `deadline_exceeded` later.
 */
export const decideRetry = ({ failure, attemptNumber, remainingMs }: Failed, policy: RetryPolicy): RetryDecision => {
  if (!failure.retryable) return { kind: 'give_up', why: failure.message };
  if (attemptNumber >= policy.maxAttempts) {
    return { kind: 'give_up', why: `${failure.message} (attempt ${attemptNumber} of ${policy.maxAttempts})` };
  }
  const jitterMs = fullJitterMs({ retry: attemptNumber, baseMs: policy.baseMs, capMs: policy.capMs, random: policy.random });
  const waitMs = (failure.retryAfterMs ?? 0) + jitterMs;
  if (waitMs >= remainingMs) return { kind: 'give_up', why: `${failure.message} (the next attempt would come after the deadline)` };
  return { kind: 'retry', waitMs };
};
