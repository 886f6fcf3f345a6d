import type { TaskResult } from '@millrace/contracts';

/** The result of a task as its owner sees it. */
export const renderResult = ({ text, message, finishReason, model, deployment }: TaskResult) => ({
  text,
  message,
  finish_reason: finishReason,
  model,
  deployment,
});
