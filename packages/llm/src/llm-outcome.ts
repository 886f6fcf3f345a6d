import type { FailureCode, TokenUsage } from '@millrace/contracts';
import type { RateLimits } from './rate-limits.js';

/** The failure codes that say something about a provider. */
export type UpstreamFailureCode = Extract<FailureCode, `upstream_${string}`>;

/**
 * Which of the four clocks ran out: `connect` until a connection stands, `first_byte` from the start of the call until the
 * first piece of the body, `idle` between two pieces, `total` for the whole call.
 */
export type TimeoutPhase = 'connect' | 'first_byte' | 'idle' | 'total';

/**
 * Who a failure is laid to. `credential`: the key is dead or its account out of money. `limit`: the deployment or its credential is asked too
 * often. `deployment`: it failed, hung or answered with garbage. `caller`: the request itself is wrong. `context`: the request is too
 * long for this model, and might fit one with a longer context.
 */
export type Blame = 'credential' | 'limit' | 'deployment' | 'caller' | 'context';

/** Why a call failed. Everything in it may be shown to the caller and logged: nothing is copied from what the provider wrote. */
export interface LlmFailure {
  readonly code: UpstreamFailureCode;
  /** One sentence of ours. */
  readonly message: string;
  /** Whether the same call may succeed later; decided here and nowhere else. */
  readonly retryable: boolean;
  /** Decided here and nowhere else. */
  readonly blame: Blame;
  /** False when surely nothing reached the provider: no connection was made, or none became free. */
  readonly sent: boolean;
  /** HTTP status, if the provider sent one. */
  readonly status?: number;
  /** What the provider asked to wait, as it said it: not capped. */
  readonly retryAfterMs?: number;
  readonly upstreamRequestId?: string;
  /** With `upstream_timeout`: which clock ran out. */
  readonly timeout?: TimeoutPhase;
}

/** What an answer used. */
export interface AnswerUsage {
  /** As the provider counted; null = it did not say; zero means zero. */
  readonly usage: TokenUsage | null;
  /** What it probably was, by the bytes of question and answer, when the provider did not say; absent too when nothing was sent. */
  readonly estimatedUsage?: TokenUsage;
}

/** What had arrived when a call ended early. It was paid for. */
export interface PartialAnswer extends AnswerUsage {
  readonly text: string;
}

/** What any answer may carry, whole or not. */
interface Answered {
  /** What the provider said of its limits; absent when it said nothing, or nothing that makes sense. */
  readonly rateLimits?: RateLimits;
}

export interface LlmSuccess extends Answered, AnswerUsage {
  readonly kind: 'succeeded';
  /** The assistant's text; empty when it only called tools or refused. */
  readonly text: string;
  /** The whole assistant message: content, tool calls, refusal, annotations, reasoning and what else the provider adds. */
  readonly message: Readonly<Record<string, unknown>>;
  readonly finishReason: string;
  /** The model's name as the provider gave it; the name asked for if it gave none. */
  readonly model: string;
  readonly upstreamRequestId?: string;
  /** Milliseconds from the start of the call to the first piece of the answer. */
  readonly firstDeltaMs: number;
}

export interface LlmFailed extends Answered {
  readonly kind: 'failed';
  readonly failure: LlmFailure;
  /** Present once any of the answer had arrived. */
  readonly partial?: PartialAnswer;
}

/** The caller's own signal ended the call. */
export interface LlmAborted extends Answered {
  readonly kind: 'aborted';
  /** False when surely nothing reached the provider. */
  readonly sent: boolean;
  readonly partial: PartialAnswer;
}

/** What came of one call. Whatever a provider does ends in one of these, never in a throw. */
export type LlmOutcome = LlmSuccess | LlmFailed | LlmAborted;
