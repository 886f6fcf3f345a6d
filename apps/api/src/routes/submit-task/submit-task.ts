import type { TaskSubmission } from '@millrace/contracts';
import type { RunOperation } from '../../http/operation-call.js';
import { renderTask } from '../read-task/render-task.js';
import type { AcceptTask } from '../submission/accept-task.js';

const firstLookSeconds = '1';

/** `POST /v1/tasks`: stores the task and says where to read it. */
export const createSubmitTaskRoute =
  ({ acceptTask }: { readonly acceptTask: AcceptTask }): RunOperation<TaskSubmission> =>
  async (call) => {
    const task = renderTask(await acceptTask(call));
    return { status: 202, body: task, headers: { location: task.links.self, 'retry-after': firstLookSeconds } };
  };
