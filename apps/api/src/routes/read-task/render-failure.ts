import { problems } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';

/** Why a task failed, with what the catalogue says of its code. */
export const renderFailure = ({ code, message }: NonNullable<StoredTask['failure']>) => {
  const { retryable, origin } = problems[code];
  return { code, message, retryable, origin };
};
