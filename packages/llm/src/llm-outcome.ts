import type { FailureCode, TokenUsage } from '@millrace/contracts';

/** The failure codes that say something about a provider. */
export type UpstreamFailureCode = Extract<FailureCode, `upstream_${string}`>;

/**
 * Which of the four clocks ran out: `connect` until a connection stands, `first_byte` from the start of the call until the
 * first piece of the body, `idle` between two pieces, `total` for the whole call.
 */
export type TimeoutPhase = 'connect' | 'first_byte' | 'idle' | 'total';

/** Why a call failed. Everything in it may be shown to the caller and logged: nothing is copied from what the provider wrote. */
export interface LlmFailure {
  readonly code: UpstreamFailureCode;
  /** One sentence of ours. */
  readonly message: string;
  /** Whether the same call may succeed later; decided here and nowhere else. */
  readonly retryable: boolean;
  /** HTTP status, if the provider sent one. */
  readonly status?: number;
  /** What the provider asked to wait, as it said it: not capped. */
  readonly retryAfterMs?: number;
  readonly upstreamRequestId?: string;
  /** With `upstream_timeout`: which clock ran out. */
  readonly timeout?: TimeoutPhase;
}

/** What had arrived when a call ended early. It was paid for; `usage` is null when the provider had not said how much. */
export interface PartialAnswer {
  readonly text: string;
  readonly usage: TokenUsage | null;
}

export interface LlmSuccess {
  readonly kind: 'succeeded';
  /** The assistant's text; empty when it only called tools or refused. */
  readonly text: string;
  /** The whole assistant message: content, tool calls, refusal, annotations, reasoning and what else the provider adds. */
  readonly message: Readonly<Record<string, unknown>>;
  readonly finishReason: string;
  /** The model's name as the provider gave it; the name asked for if it gave none. */
  readonly model: string;
  /** null = the provider did not say; zero means zero. */
  readonly usage: TokenUsage | null;
  readonly upstreamRequestId?: string;
  /** Milliseconds from the start of the call to the first piece of the answer. */
  readonly firstDeltaMs: number;
}

export interface LlmFailed {
  readonly kind: 'failed';
  readonly failure: LlmFailure;
  /** Present once any of the answer had arrived. */
  readonly partial?: PartialAnswer;
}

/** The caller's own signal ended the call. */
export interface LlmAborted {
  readonly kind: 'aborted';
  readonly partial: PartialAnswer;
}

/** What came of one call. Whatever a provider does ends in one of these, never in a throw. */
export type LlmOutcome = LlmSuccess | LlmFailed | LlmAborted;
