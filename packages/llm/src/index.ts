export { createLlmClient } from './create-llm-client.js';
export { createLlmClients, type DeploymentClient, type LlmClients, type LlmClientsOptions } from './create-llm-clients.js';
export { isOpenAi } from './is-open-ai.js';
export type { AnswerPiece, CompleteOptions, LlmClient, LlmClientOptions, OnDelta } from './llm-client.js';
export type { Authentication, LlmDeployment, LlmTimeouts, MaxTokensParameter } from './llm-deployment.js';
export type {
  AnswerUsage,
  Blame,
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
export type { RateLimits } from './rate-limits.js';
