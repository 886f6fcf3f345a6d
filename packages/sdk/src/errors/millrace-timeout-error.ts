import type { TaskView } from '@millrace/contracts';

export interface MillraceTimeoutErrorParts {
  readonly timeoutMs: number;
  readonly task: TaskView | undefined;
}

/** A wait took as long as it was allowed to; the task, if it was submitted, goes on. */
export class MillraceTimeoutError extends Error {
  override readonly name = 'MillraceTimeoutError';
  /** The task as it was last seen; absent if none was. */
  readonly task: TaskView | undefined;

  constructor({ timeoutMs, task }: MillraceTimeoutErrorParts) {
    super(task ? `${task.id} was ${task.status} and had not ended after ${timeoutMs} ms` : `no answer within ${timeoutMs} ms`);
    this.task = task;
  }
}
