import { isFinal } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { ReadTask, WaitForEnd } from '@millrace/tasks';
import type { OperationCall } from '../../http/operation-call.js';
import { findTask } from '../read-task/find-task.js';

export interface AwaitEndOptions {
  readonly readTask: ReadTask;
  readonly waitForEnd: WaitForEnd;
}

type Waiter = Pick<OperationCall<unknown>, 'caller' | 'untilNobodyWaits'>;

/**
 * Holds the line until a task has ended, for so many seconds at most, and reads it again. A caller who leaves ends the wait,
 * and so does a stop of this instance.
 */
export type AwaitEnd = (waiter: Waiter, task: StoredTask, seconds: number) => Promise<StoredTask>;

export const createAwaitEnd =
  ({ readTask, waitForEnd }: AwaitEndOptions): AwaitEnd =>
  async ({ caller: { tenant }, untilNobodyWaits }, task, seconds) => {
    if (seconds === 0 || isFinal(task.state)) return task;
    await waitForEnd({ id: task.id, tenant, timeoutMs: seconds * 1000, signal: untilNobodyWaits() });
    return findTask({ readTask, tenant, id: task.id });
  };
