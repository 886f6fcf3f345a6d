import type { ToolCallDelta } from '@millrace/contracts';
import type { Clock } from '@millrace/runtime';
import type { LlmOutcome } from './llm-outcome.js';
import type { LlmRequest } from './llm-request.js';

/** Milliseconds; see `TimeoutPhase` for where each begins and ends. */
export interface LlmTimeouts {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

/** `auto` is `max_completion_tokens` for api.openai.com, which refuses the old name for its newer models, and `max_tokens` elsewhere. */
export type MaxTokensParameter = 'auto' | 'max_completion_tokens' | 'max_tokens';

export interface LlmClientOptions {
  /** Sent as a Bearer token; absent for a server that wants none. */
  readonly apiKey?: string | undefined;
  /** Where `/chat/completions` is served, usually ending in `/v1`. */
  readonly baseUrl: string;
  /** The name shown for who answered. */
  readonly deployment: string;
  readonly maxTokensParameter: MaxTokensParameter;
  /** Longest answer in tokens when the request does not say. */
  readonly defaultMaxTokens: number;
  /** Sent when the request has none; absent = the provider's own. */
  readonly defaultTemperature?: number | undefined;
  readonly timeouts: LlmTimeouts;
  /** Most sockets held open; as many as there are calls at a time, or calls wait for one another. */
  readonly connections: number;
  /** For Retry-After given as a date. */
  readonly clock?: Clock;
}

/** A piece of an answer; one of the two may be empty. */
export interface AnswerPiece {
  readonly text: string;
  /** Pieces of tool calls as the provider streamed them: `{index, id?, type?, function: {name?, arguments?}}`. */
  readonly toolCalls: readonly ToolCallDelta[];
}

/** Gets each piece of the answer as it arrives; must not throw. An answer that was not streamed is one piece. */
export type OnDelta = (piece: AnswerPiece) => void;

export interface CompleteOptions {
  /** Ends the call and closes its socket at once. */
  readonly signal?: AbortSignal | undefined;
  readonly onDelta?: OnDelta | undefined;
}

export interface LlmClient {
  readonly deployment: string;
  /** Makes one call, never retried here. */
  complete(request: LlmRequest, options?: CompleteOptions): Promise<LlmOutcome>;
  /** Closes all sockets; calls still running fail. Safe to call twice. */
  close(): Promise<void>;
}
