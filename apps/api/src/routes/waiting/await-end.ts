import { isFinal } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { ReadTask, WaitForEnd } from '@millrace/tasks';
import type { OperationCall } from '../../http/operation-call.js';
import type { OpenRequests } from '../../limits/open-requests.js';
import { findTask } from '../read-task/find-task.js';

export interface AwaitEndOptions {
  readonly readTask: ReadTask;
  readonly waitForEnd: WaitForEnd;
  readonly openRequests: OpenRequests;
}

export type Waiter = Pick<OperationCall<unknown>, 'caller' | 'untilNobodyWaits' | 'whenOver'>;

/**
 * Holds the line until a task has ended, for so many seconds at most, and reads it again. A caller who leaves ends the wait,
 * and so does a stop of this instance. Throws `too_many_open_requests`.
 */
export type AwaitEnd = (waiter: Waiter, task: StoredTask, seconds: number) => Promise<StoredTask>;

export const createAwaitEnd =
  ({ readTask, waitForEnd, openRequests }: AwaitEndOptions): AwaitEnd =>
  async (waiter, task, seconds) => {
    if (seconds === 0 || isFinal(task.state)) return task;
    openRequests.require(waiter, 'wait');
    const { tenant } = waiter.caller;
    await waitForEnd({ id: task.id, tenant, timeoutMs: seconds * 1000, signal: waiter.untilNobodyWaits() });
    return findTask({ readTask, tenant, id: task.id });
  };
