import type { ReadTask } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import type { AwaitEnd } from '../waiting/await-end.js';
import type { DescribeTask } from './describe-task.js';
import { findTask } from './find-task.js';

export interface ReadTaskRouteOptions {
  readonly readTask: ReadTask;
  readonly awaitEnd: AwaitEnd;
  readonly describe: DescribeTask;
}

/** `GET /v1/tasks/{id}`: the task as it is now, or with `?wait=n` once it has ended, and when to ask again. */
export const createReadTaskRoute =
  ({ readTask, awaitEnd, describe }: ReadTaskRouteOptions): RunOperation =>
  async (call) => {
    const found = await findTask({ readTask, tenant: call.caller.tenant, id: call.parameters.id ?? '' });
    call.context.taskId = found.id;
    const { wait: waitSeconds = 0 } = call.query as { wait?: number };
    const task = await awaitEnd(call, found, waitSeconds);
    return { status: 200, ...(await describe.asRead(task)) };
  };
