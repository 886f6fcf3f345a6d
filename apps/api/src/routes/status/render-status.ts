import { isFinal, problems, type StatusView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import { renderFailure } from '../read-task/render-failure.js';

const unexplained = { code: 'internal_error', message: problems.internal_error.cause } as const;

/** A stored task in the words of the simple interface; cancelled and expired count as failed, with their code. */
export const renderStatus = (task: StoredTask): StatusView => {
  if (!isFinal(task.state)) return { status: 'processing' };
  if (task.state === 'succeeded') return { status: 'completed', result: task.result?.text ?? '' };
  return { status: 'failed', error: renderFailure(task.failure ?? unexplained, task.attemptHistory) };
};
