import { isFinal } from '@millrace/contracts';
import type { CancelTask, ReadTask } from '@millrace/tasks';
import type { RunOperation } from '../../http/operation-call.js';
import type { DescribeTask } from '../read-task/describe-task.js';
import { findTask } from '../read-task/find-task.js';
import { requireTaskId } from '../read-task/require-task-id.js';
import type { AwaitPreferred } from '../waiting/await-preferred.js';

export interface CancelTaskRouteOptions {
  readonly cancelTask: CancelTask;
  readonly readTask: ReadTask;
  readonly awaitPreferred: AwaitPreferred;
  readonly describe: DescribeTask;
}

/** A running task is stopped within about a second. */
const nextLookSeconds = '1';

/** `POST /v1/tasks/{id}/cancel`: cancels, and answers with the task as it is then; with `Prefer: wait=n` once it has ended. */
export const createCancelTaskRoute =
  ({ cancelTask, readTask, awaitPreferred, describe }: CancelTaskRouteOptions): RunOperation =>
  async (call) => {
    const id = requireTaskId(call);
    const { tenant } = call.caller;
    await cancelTask({ tenant, id });
    const { task, headers } = await awaitPreferred(call, await findTask({ readTask, tenant, id }));
    const { body } = await describe.asRead(task);
    if (isFinal(task.state)) return { status: 200, body, headers };
    return { status: 202, body, headers: { ...headers, 'retry-after': nextLookSeconds } };
  };
