import type { Clock } from '@millrace/runtime';
import type { ReadTask } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import { findTask } from '../read-task/find-task.js';
import { pollAfterSeconds } from '../read-task/poll-after-seconds.js';
import { renderStatus } from './render-status.js';

/** `GET /status/{task_id}`: processing, completed with the answer, or failed with the reason. */
export const createStatus =
  ({ readTask, clock }: { readonly readTask: ReadTask; readonly clock: Clock }): RunOperation =>
  async ({ caller, parameters, context }) => {
    const task = await findTask({ readTask, tenant: caller.tenant, id: parameters.task_id ?? '' });
    context.taskId = task.id;
    const wait = pollAfterSeconds(task, clock());
    return { status: 200, body: renderStatus(task), ...(wait !== undefined && { headers: { 'retry-after': String(wait) } }) };
  };
