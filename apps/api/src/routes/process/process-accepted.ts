import type { Answer } from '../../http/answer.js';
import type { TaskDescription } from '../read-task/describe-task.js';

/** The answer of the simple interface to a task that has been stored: its id, where to read it and when. */
export const processAccepted = ({ body: { id }, headers }: TaskDescription): Answer => ({
  status: 202,
  body: { task_id: id },
  headers: { location: `/status/${id}`, ...headers },
});
