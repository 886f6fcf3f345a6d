import { isTaskId } from '@millrace/runtime';
import { HttpProblem } from '../../http/http-problem.js';
import type { OperationCall } from '../../http/operation-call.js';

/** The id in the path; throws `unknown_task` (404) for what cannot be one, at no cost to Redis. */
export const requireTaskId = ({ parameters: { id = '' }, context }: Pick<OperationCall, 'parameters' | 'context'>): string => {
  if (!isTaskId(id)) throw new HttpProblem('unknown_task');
  context.taskId = id;
  return id;
};
