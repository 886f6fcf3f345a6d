import { type StoredTask, StoreUnavailableError } from '@millrace/store';
import { HttpProblem } from '../../http/http-problem.js';
import type { AwaitEnd, Waiter } from './await-end.js';

export interface AwaitedTask {
  readonly task: StoredTask;
  /** False when too many wait already. */
  readonly waited: boolean;
}

/** Waits for the end of a task that is stored: whatever happens to Redis meanwhile, its id is not lost to an error. */
export type AwaitSubmitted = (waiter: Waiter, task: StoredTask, seconds: number) => Promise<AwaitedTask>;

export const createAwaitSubmitted =
  (awaitEnd: AwaitEnd): AwaitSubmitted =>
  async (waiter, task, seconds) => {
    try {
      return { task: await awaitEnd(waiter, task, seconds), waited: true };
    } catch (error) {
      if (error instanceof StoreUnavailableError) return { task, waited: true };
      if (error instanceof HttpProblem && error.code === 'too_many_open_requests') return { task, waited: false };
      throw error;
    }
  };
