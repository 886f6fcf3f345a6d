import type { TaskResult } from '@millrace/contracts';
import type { LlmSuccess } from '@millrace/llm';

/** What a caller gets of a successful call. */
export const toTaskResult = ({ text, message, finishReason, model }: LlmSuccess, deployment: string): TaskResult => ({
  text,
  message,
  finishReason,
  model,
  deployment,
});
