import { isFinal } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { Prospect } from '@millrace/tasks';

const shortestSeconds = 1;
/** While nothing but the age of a task says when to look. */
const longestSeconds = 15;
/** While it is known to begin later. */
const longestUntilStartSeconds = 60;
const shareOfAge = 0.1;

/**
 * When to ask again for a task that has not ended: when it will probably begin, and once it runs, or while that is not known, after a
 * tenth of the time that has passed. Undefined once it has ended. All by the clock of Redis: the one here may be another.
 */
export const pollAfterSeconds = (task: StoredTask, prospect: Prospect): number | undefined => {
  if (isFinal(task.state)) return undefined;
  const nowMs = task.readAtMs ?? task.createdAtMs;
  const startAtMs = prospect.estimatedStartAtMs ?? prospect.retryAtMs ?? task.retryAtMs ?? task.runAtMs;
  if (startAtMs !== undefined && task.state !== 'running') return bounded((startAtMs - nowMs) / 1000, longestUntilStartSeconds);
  const sinceMs = task.state === 'running' ? (task.startedAtMs ?? task.createdAtMs) : task.createdAtMs;
  return bounded(((nowMs - sinceMs) / 1000) * shareOfAge, longestSeconds);
};

const bounded = (seconds: number, longest: number): number => Math.ceil(Math.min(longest, Math.max(shortestSeconds, seconds)));

/** The same as a header of an answer. */
export const pollAfterHeader = (...about: Parameters<typeof pollAfterSeconds>): Readonly<Record<string, string>> => {
  const seconds = pollAfterSeconds(...about);
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
};
