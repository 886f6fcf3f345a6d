import { isFinal, type TaskResult, type TaskView, type TokenUsage } from '@millrace/contracts';
import type { PastAttempt, StoredTask } from '@millrace/store';
import { renderFailure } from './render-failure.js';
import { renderTimings } from './render-timings.js';

/** A stored task as its owner sees it. */
export const renderTask = (task: StoredTask): TaskView => ({
  id: task.id,
  status: task.state,
  model: task.model,
  created_at: time(task.createdAtMs),
  ...(task.startedAtMs !== undefined && { started_at: time(task.startedAtMs) }),
  ...(task.endedAtMs !== undefined && { ended_at: time(task.endedAtMs) }),
  finish_by: time(task.finishByMs),
  ...(task.waitingReason && { waiting_reason: task.waitingReason }),
  ...(task.retryAtMs !== undefined && { retry_at: time(task.retryAtMs) }),
  attempts: task.attempts,
  lost_attempts: task.lostAttempts,
  ...(task.attemptHistory.length > 0 && { attempt_history: task.attemptHistory.map(renderAttempt) }),
  ...(isFinal(task.state) && { cached: task.cached }),
  ...(task.result && { result: renderResult(task.result) }),
  ...(task.usage && { usage: renderUsage(task.usage) }),
  ...(task.failure && { error: renderFailure(task.failure) }),
  timings: renderTimings(task),
  ...(task.metadata && { metadata: task.metadata }),
  links: { self: `/v1/tasks/${task.id}` },
});

const time = (ms: number): string => new Date(ms).toISOString();

const renderAttempt = ({ number, outcome, endedAtMs, worker, deployment, code }: PastAttempt) => ({
  number,
  outcome,
  ended_at: time(endedAtMs),
  ...(worker !== undefined && { worker }),
  ...(deployment !== undefined && { deployment }),
  ...(code !== undefined && { code }),
});

const renderResult = ({ text, message, finishReason, model, deployment }: TaskResult) => ({
  text,
  message,
  finish_reason: finishReason,
  model,
  deployment,
});

const renderUsage = (usage: TokenUsage) => ({
  input_tokens: usage.inputTokens,
  output_tokens: usage.outputTokens,
  total_tokens: usage.totalTokens,
  ...(usage.cachedInputTokens !== undefined && { cached_input_tokens: usage.cachedInputTokens }),
  ...(usage.reasoningTokens !== undefined && { reasoning_tokens: usage.reasoningTokens }),
});
