import { isTaskId } from '@millrace/runtime';
import type { StoredTask } from '@millrace/store';
import type { ReadTask } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';

export interface TaskLookup {
  readonly readTask: ReadTask;
  readonly tenant: string;
  readonly id: string;
}

/** Reads a task of a tenant; throws `unknown_task` (404) or, with how it ended, `task_gone` (410). What cannot be an id costs no question to Redis. */
export const findTask = async ({ readTask, tenant, id }: TaskLookup): Promise<StoredTask> => {
  if (!isTaskId(id)) throw new HttpProblem('unknown_task');
  const outcome = await readTask({ tenant, id });
  switch (outcome.kind) {
    case 'found':
      return outcome.task;
    case 'unknown':
      throw new HttpProblem('unknown_task');
    case 'gone':
      throw new HttpProblem('task_gone', {
        task: { id, status: outcome.state, ended_at: new Date(outcome.endedAtMs).toISOString() },
      });
  }
};
