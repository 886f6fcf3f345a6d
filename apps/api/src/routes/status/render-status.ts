import { isFinal, problems, type StatusView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';

/** A stored task in the words of the simple interface; cancelled and expired count as failed, with their code. */
export const renderStatus = (task: StoredTask): StatusView => {
  if (!isFinal(task.state)) return { status: 'processing' };
  if (task.state === 'succeeded') return { status: 'completed', result: task.result?.text ?? '' };
  const { code, message } = task.failure ?? { code: 'internal_error' as const, message: problems.internal_error.cause };
  return { status: 'failed', error: { code, message, retryable: problems[code].retryable } };
};
