import type { EventData } from '@millrace/contracts';

/** The text of a task was asked for, and the task ended without success. */
export class TaskFailedError extends Error {
  override readonly name = 'TaskFailedError';
  readonly code: string;
  /** Whether the same task may succeed later. */
  readonly retryable: boolean;
  /** The same as `error` of the task. */
  readonly failure: EventData['error'];

  constructor(failure: EventData['error']) {
    super(`${failure.code}: ${failure.message}`);
    this.code = failure.code;
    this.retryable = failure.retryable;
    this.failure = failure;
  }
}
