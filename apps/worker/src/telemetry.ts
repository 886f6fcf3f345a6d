import type { FailureCode, FinalState } from '@millrace/contracts';
import type { LlmOutcome } from '@millrace/llm';
import { type Log, type WorkerMetrics, withContext } from '@millrace/observability';
import type { Attempt, OpenTask } from '@millrace/tasks';
import type { CacheUse } from './answer-source.js';

/** How an attempt_ended. `later`: it failed and is retried; `fenced`: the task is another attempt's by now. */
export interface AttemptEnd {
  readonly outcome: FinalState | 'later' | 'handed_back' | 'fenced';
  readonly code?: FailureCode;
  /** Until the next attempt. */
  readonly waitMs?: number;
}

export interface TaskEnd {
  readonly state: FinalState;
  readonly code?: FailureCode;
  /** From submission to the end. */
  readonly totalMs?: number;
  readonly cached: boolean;
}

/** Everything a worker has to tell, as what happened. Nothing here ever holds a prompt, an answer or a key. */
export type Telemetry = ReturnType<typeof createTelemetry>;

const callStatus = { succeeded: 'success', failed: 'error', aborted: 'aborted' } as const;

/** Turns what happens into log lines and metrics: all that a worker logs about tasks, queues and its own life stands here. */
export const createTelemetry = ({ log, metrics }: { log: Log; metrics: WorkerMetrics }) => ({
  /** Has each line logged within `work` carry the ids of the task and of the request that submitted it. */
  about: <T>(task: OpenTask, work: () => T): T => withContext({ taskId: task.id, requestId: task.requestId }, work),

  attemptBegun: ({ route }: OpenTask, { number, queuedMs }: Attempt): void => {
    if (number === 1) metrics.queueWait.observe({ route }, queuedMs / 1000);
  },
  cacheUsed: (result: CacheUse): void => metrics.cacheRequests.inc({ result }),
  callEnded: ({ route }: OpenTask, outcome: LlmOutcome, durationMs: number): void => {
    metrics.llmRequests.inc({ model: route, status: callStatus[outcome.kind] });
    metrics.llmResponseTime.observe({ model: route }, durationMs / 1000);
    const failure = outcome.kind === 'failed' ? outcome.failure : undefined;
    if (!failure) return;
    const { code, message, status, retryAfterMs, upstreamRequestId } = failure;
    log.warn('call_failed', { route, code, reason: message, status, retryAfterMs, upstreamRequestId, durationMs: Math.round(durationMs) });
  },
  attemptEnded: ({ route }: OpenTask, { number, fence, queuedMs }: Attempt, { outcome, ...end }: AttemptEnd): void => {
    metrics.attempts.inc({ route, outcome });
    log.info('attempt_ended', { route, outcome, attempt: number, fence, queuedMs, ...end });
  },
  taskEnded: ({ route }: OpenTask, { state, ...end }: TaskEnd): void => {
    metrics.tasksFinished.inc({ route, outcome: state });
    log.info('task_ended', { route, state, ...end });
  },

  writeDelayed: (error: Error): void => log.warn('write_delayed', { error }),
  writeGivenUp: ({ route }: OpenTask): void => log.error('write_given_up', { route }),
  cacheUnavailable: (error: unknown): void => log.warn('cache_unavailable', { error }),
  renewalFailed: (error: unknown): void => log.warn('renewal_failed', { error }),
  redisFailed: (error: Error): void => log.warn('redis_failed', { error }),
  queueFailed: (route: string, error: Error): void => log.warn('queue_failed', { route, error }),
  locksLost: (route: string, taskIds: readonly string[]): void => log.warn('job_locks_lost', { route, taskIds }),
  jobStalled: (route: string, taskId: string): void => log.warn('job_stalled', { route, taskId }),

  drainBegun: (graceMs: number): void => log.info('drain_begun', { graceMs }),
  graceOver: (active: number): void => log.warn('grace_over', { active }),
  stopFailed: (service: string, error: unknown): void => log.warn('stop_failed', { service, error }),
});
