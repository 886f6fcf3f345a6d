import type { TokenUsage } from '@millrace/contracts';
import type { LlmFailed, LlmOutcome, LlmSuccess } from '@millrace/llm';
import type { Ending } from '@millrace/tasks';
import type { StopCause } from './attempt-stop.js';
import type { Beside } from './beside.js';
import { decideRetry, type RetryPolicy } from './retry-decision.js';
import { toTaskResult } from './to-task-result.js';

type Unsuccessful = Exclude<Ending, { state: 'succeeded' }>;

/** What an attempt concluded; `otherwise` is how the task ends if there can be no further attempt. */
export type Conclusion =
  | { readonly kind: 'settle'; readonly ending: Ending }
  /** `elsewhere`: begin again at once, in the same process: another deployment may do what this one would not. */
  | { readonly kind: 'retry'; readonly waitMs: number; readonly elsewhere: boolean; readonly otherwise: Unsuccessful }
  /** It is the deployment that had no room: begin again, at another one or once there is room. No attempt is used. */
  | { readonly kind: 'no_room'; readonly otherwise: Unsuccessful }
  | { readonly kind: 'hand_back'; readonly otherwise: Unsuccessful }
  /** Another attempt owns the task: nothing is written. */
  | { readonly kind: 'fenced' };

export interface ConcludedCall {
  readonly outcome: LlmOutcome;
  /** What asked the attempt to stop, if anything did. */
  readonly cause: StopCause | undefined;
  /** Nothing was asked, for the deployment wants quiet for longer than an attempt waits in place. */
  readonly longer?: boolean;
  readonly deployment: string;
  /** What else serves the route. */
  readonly beside: Beside;
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
      return settle(cancelled(outcome));
    case 'expired':
      return settle({
        state: 'expired',
        code: 'deadline_exceeded',
        message: 'Not finished by its deadline; the call was stopped.',
        ...whatCame(outcome),
      });
  }
  switch (outcome.kind) {
    case 'succeeded':
      return settle(success(outcome, call.deployment));
    case 'failed':
      // A call that fails while the process is going down still gets its retry: elsewhere.
      return afterFailure(outcome, call, policy);
    case 'aborted':
      // A task that is not handed back although it could be was cancelled meanwhile.
      return { kind: call.longer && cause === undefined ? 'no_room' : 'hand_back', otherwise: cancelled(outcome) };
  }
};

const settle = (ending: Ending): Conclusion => ({ kind: 'settle', ending });

const success = (outcome: LlmSuccess, deployment: string): Ending => ({
  state: 'succeeded',
  result: toTaskResult(outcome, deployment),
  usage: outcome.usage,
  firstDeltaMs: outcome.firstDeltaMs,
});

const cancelled = (outcome: LlmOutcome): Unsuccessful => ({
  state: 'cancelled',
  code: 'cancelled',
  message: 'Cancelled while it was running.',
  ...whatCame(outcome),
});

const afterFailure = (outcome: LlmFailed, { attemptNumber, remainingMs, beside }: ConcludedCall, policy: RetryPolicy): Conclusion => {
  const { failure } = outcome;
  const failedWith = (message: string): Unsuccessful => ({
    state: 'failed',
    code: failure.code,
    message,
    retryAfterMs: failure.retryAfterMs,
    ...whatCame(outcome),
  });
  const decision = decideRetry({ failure, attemptNumber, remainingMs, beside }, policy);
  switch (decision.kind) {
    case 'no_room':
      return { kind: 'no_room', otherwise: failedWith(failure.message) };
    case 'elsewhere':
      return { kind: 'retry', waitMs: 0, elsewhere: true, otherwise: failedWith(failure.message) };
    case 'retry':
      return { kind: 'retry', waitMs: decision.waitMs, elsewhere: false, otherwise: failedWith(failure.message) };
    case 'give_up':
      return settle(failedWith(decision.why));
  }
};

/** What an attempt without success had got and used by then. */
const whatCame = (outcome: LlmOutcome): { partial: string; usage: TokenUsage | null } => {
  switch (outcome.kind) {
    case 'succeeded':
      return { partial: outcome.text, usage: outcome.usage };
    case 'failed':
      return { partial: outcome.partial?.text ?? '', usage: outcome.partial?.usage ?? null };
    case 'aborted':
      return { partial: outcome.partial.text, usage: outcome.partial.usage };
  }
};
