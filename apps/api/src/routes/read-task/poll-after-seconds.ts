import { isFinal } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';

const shortestSeconds = 1;
const longestSeconds = 15;
const shareOfAge = 0.1;

/** When to ask again for a task that has not ended: a tenth of its age, or when its retry is due; undefined once it has ended. */
export const pollAfterSeconds = (task: StoredTask, nowMs: number): number | undefined => {
  if (isFinal(task.state)) return undefined;
  const ageSeconds = (nowMs - task.createdAtMs) / 1000;
  const untilRetrySeconds = task.retryAtMs === undefined ? 0 : (task.retryAtMs - nowMs) / 1000;
  const wanted = Math.max(ageSeconds * shareOfAge, untilRetrySeconds);
  return Math.ceil(Math.min(longestSeconds, Math.max(shortestSeconds, wanted)));
};
