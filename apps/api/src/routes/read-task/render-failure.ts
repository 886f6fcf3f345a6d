import { problems } from '@millrace/contracts';
import type { PastAttempt, StoredTask } from '@millrace/store';
import { renderAttempt } from './render-attempt.js';
import { renderTime } from './render-time.js';

/** Why a task failed, with what the catalogue says of its code and what its attempts came to. */
export const renderFailure = ({ code, message, retryAtMs }: NonNullable<StoredTask['failure']>, history: readonly PastAttempt[]) => {
  const { retryable, origin } = problems[code];
  return {
    code,
    message,
    retryable,
    origin,
    ...(retryAtMs !== undefined && { retry_at: renderTime(retryAtMs) }),
    ...(history.length > 0 && { attempt_history: history.map(renderAttempt) }),
  };
};
