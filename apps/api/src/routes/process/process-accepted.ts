import type { Answer } from '../../http/answer.js';

/** The answer of the simple interface to a task that has been stored and has not ended. */
export const processAccepted = (taskId: string): Answer => ({
  status: 202,
  body: { task_id: taskId },
  headers: { location: `/status/${taskId}`, 'retry-after': '1' },
});
