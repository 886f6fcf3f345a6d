import type { ReadTask } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import type { DescribeTask } from '../read-task/describe-task.js';
import { findTask } from '../read-task/find-task.js';
import { renderStatus } from './render-status.js';

/** `GET /status/{task_id}`: processing, completed with the answer, or failed with the reason. */
export const createStatus =
  ({ readTask, describe }: { readonly readTask: ReadTask; readonly describe: DescribeTask }): RunOperation =>
  async ({ caller, parameters, context }) => {
    const task = await findTask({ readTask, tenant: caller.tenant, id: parameters.task_id ?? '' });
    context.taskId = task.id;
    const { headers } = await describe.asRead(task);
    return { status: 200, body: renderStatus(task), headers };
  };
