export { createLlmClient } from './create-llm-client.js';
export { isOpenAi } from './is-open-ai.js';
export type { AnswerPiece, CompleteOptions, LlmClient, LlmClientOptions, LlmTimeouts, MaxTokensParameter, OnDelta } from './llm-client.js';
export type {
  LlmAborted,
  LlmFailed,
  LlmFailure,
  LlmOutcome,
  LlmSuccess,
  PartialAnswer,
  TimeoutPhase,
  UpstreamFailureCode,
} from './llm-outcome.js';
export type { LlmRequest } from './llm-request.js';
export { mergeToolCalls } from './merge-tool-calls.js';
