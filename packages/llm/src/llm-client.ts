import type { ToolCallDelta } from '@millrace/contracts';
import type { Clock } from '@millrace/runtime';
import type { LlmDeployment } from './llm-deployment.js';
import type { LlmOutcome } from './llm-outcome.js';
import type { LlmRequest } from './llm-request.js';

export interface LlmClientOptions extends LlmDeployment {
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
