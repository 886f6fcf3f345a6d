import type { QueueView, Route } from '@millrace/contracts';
import type { QueueStatus } from '@millrace/tasks';

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

/** A queue as admins see it. */
export const renderQueue = ({ slug, model }: Route, status: QueueStatus): QueueView => ({
  route: slug,
  model,
  paused: status.paused,
  waiting: status.waiting,
  running: status.running,
  delayed: status.delayed,
  scheduled: status.scheduled,
  held: status.held,
  ...(status.oldestWaitingMs !== undefined && { oldest_waiting_seconds: seconds(status.oldestWaitingMs) }),
  ...(status.oldestRunningMs !== undefined && { oldest_running_seconds: seconds(status.oldestRunningMs) }),
  started_per_minute: status.startedPerMinute,
  input_tokens_per_minute: status.inputTokensPerMinute,
  output_tokens_per_minute: status.outputTokensPerMinute,
  workers: status.workers,
  dead_letters: status.deadLetters,
});
