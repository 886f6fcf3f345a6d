import { isFinal, type TaskView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { Prospect } from '@millrace/tasks';
import { renderAttempt } from './render-attempt.js';
import { renderCost } from './render-cost.js';
import { renderFailure } from './render-failure.js';
import { renderResult } from './render-result.js';
import { renderTime } from './render-time.js';
import { renderTimings } from './render-timings.js';
import { renderUsage } from './render-usage.js';

/** A stored task as its owner sees it, with what can be said of when it will run. */
export const renderTask = (task: StoredTask, prospect: Prospect = {}): TaskView => ({
  id: task.id,
  status: task.state,
  model: task.model,
  priority: task.priority,
  ...renderTimes(task),
  ...renderProspect({ ...(task.waitingReason && { waitingReason: task.waitingReason }), ...prospect }),
  attempts: task.attempts,
  lost_attempts: task.lostAttempts,
  ...(task.attemptHistory.length > 0 && { attempt_history: task.attemptHistory.map(renderAttempt) }),
  ...renderEnd(task),
  timings: renderTimings(task),
  ...(task.metadata && { metadata: task.metadata }),
  ...(task.webhook && { webhook: { url: task.webhook.url, events: [...task.webhook.events] } }),
  ...(task.retryOf !== undefined && { retry_of: task.retryOf }),
  ...(task.retriedAs !== undefined && { retried_as: task.retriedAs }),
  links: { self: `/v1/tasks/${task.id}`, events: `/v1/tasks/${task.id}/events` },
});

const renderProspect = ({ waitingReason, retryAtMs, ahead, estimatedStartAtMs }: Prospect) => ({
  ...(waitingReason && { waiting_reason: waitingReason }),
  ...timeOf('retry_at', retryAtMs),
  ...(ahead !== undefined && { position: { ahead, estimate: true as const } }),
  ...timeOf('estimated_start_at', estimatedStartAtMs),
});

const renderTimes = (task: StoredTask) => ({
  created_at: renderTime(task.createdAtMs),
  ...timeOf('started_at', task.startedAtMs),
  ...timeOf('ended_at', task.endedAtMs),
  ...timeOf('run_at', task.runAtMs),
  ...timeOf('start_by', task.startByMs),
  finish_by: renderTime(task.finishByMs),
  ...timeOf('retry_at', task.retryAtMs),
  ...timeOf('cancel_requested_at', task.cancelRequestedAtMs),
  ...timeOf('result_until', task.resultUntilMs),
});

const timeOf = <Name extends string>(name: Name, ms: number | undefined): { [N in Name]?: string } =>
  (ms === undefined ? {} : { [name]: renderTime(ms) }) as { [N in Name]?: string };

const renderEnd = (task: StoredTask) => ({
  ...(isFinal(task.state) && { cached: task.cached }),
  ...(task.result && { result: renderResult(task.result) }),
  ...(task.partial && { partial: { text: task.partial.text } }),
  ...(task.usage && { usage: renderUsage(task.usage) }),
  ...(task.cost && { cost: renderCost(task.cost) }),
  ...(task.failure && { error: renderFailure(task.failure, task.attemptHistory) }),
});
