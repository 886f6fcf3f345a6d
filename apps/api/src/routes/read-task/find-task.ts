import { isTaskId } from '@millrace/runtime';
import type { StoredTask } from '@millrace/store';
import type { ReadTask } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import { requireFound } from './require-found.js';

export interface TaskLookup {
  readonly readTask: ReadTask;
  readonly tenant: string;
  readonly id: string;
}

/** Reads a task of a tenant; throws what `requireFound` throws. What cannot be an id costs no question to Redis. */
export const findTask = async ({ readTask, tenant, id }: TaskLookup): Promise<StoredTask> => {
  if (!isTaskId(id)) throw new HttpProblem('unknown_task');
  return requireFound(id, await readTask({ tenant, id }));
};
