import type { TaskView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';

/** How long each stage took, in milliseconds, as far as it has come. */
export const renderTimings = ({ createdAtMs, startedAtMs, endedAtMs, firstDeltaMs }: StoredTask): TaskView['timings'] => ({
  ...(startedAtMs !== undefined && { queued_ms: startedAtMs - createdAtMs }),
  ...(firstDeltaMs !== undefined && { first_token_ms: firstDeltaMs }),
  ...(startedAtMs !== undefined && endedAtMs !== undefined && { running_ms: endedAtMs - startedAtMs }),
  ...(endedAtMs !== undefined && { total_ms: endedAtMs - createdAtMs }),
});
