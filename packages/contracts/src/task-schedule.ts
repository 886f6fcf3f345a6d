import type { TaskSubmission } from './task-submission.js';

/** A time as a submission names it: ms since the epoch, or ms from the submission, or from when the task is to run. */
export type NamedTime = { readonly atMs: number } | { readonly inMs: number };

/** When a task is to run, by when it must have begun and ended, and how long what it leaves is kept; whatever is absent is not asked for. */
export interface TaskSchedule {
  readonly runAt?: NamedTime;
  readonly startBy?: NamedTime;
  readonly finishBy?: NamedTime;
  readonly resultTtlMs?: number;
}

/** What a validated submission says of time; undefined when it says nothing. */
export const toTaskSchedule = (body: TaskSubmission): TaskSchedule | undefined => {
  const { run_at, delay_seconds, start_by, finish_by, result_ttl_seconds } = body;
  const runAt = run_at ?? delay_seconds;
  const schedule: TaskSchedule = {
    ...(runAt !== undefined && { runAt: namedTime(runAt) }),
    ...(start_by !== undefined && { startBy: namedTime(start_by) }),
    ...(finish_by !== undefined && { finishBy: namedTime(finish_by) }),
    ...(result_ttl_seconds !== undefined && { resultTtlMs: result_ttl_seconds * 1000 }),
  };
  return Object.keys(schedule).length > 0 ? schedule : undefined;
};

const namedTime = (value: string | number): NamedTime => (typeof value === 'number' ? { inMs: value * 1000 } : { atMs: Date.parse(value) });
