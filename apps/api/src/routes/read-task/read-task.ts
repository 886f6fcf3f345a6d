import type { Clock } from '@millrace/runtime';
import type { ReadTask } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import { findTask } from './find-task.js';
import { pollAfterSeconds } from './poll-after-seconds.js';
import { renderTask } from './render-task.js';

/** `GET /v1/tasks/{id}`: the task as it is now, and when to ask again. */
export const createReadTaskRoute =
  ({ readTask, clock }: { readonly readTask: ReadTask; readonly clock: Clock }): RunOperation =>
  async ({ caller, parameters, context }) => {
    const task = await findTask({ readTask, tenant: caller.tenant, id: parameters.id ?? '' });
    context.taskId = task.id;
    const wait = pollAfterSeconds(task, clock());
    return { status: 200, body: renderTask(task), ...(wait !== undefined && { headers: { 'retry-after': String(wait) } }) };
  };
