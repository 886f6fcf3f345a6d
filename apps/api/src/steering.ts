import { impatient } from '@millrace/store';
import {
  type CancelTask,
  createCancelTask,
  createEraseTask,
  createReadSubmission,
  type EraseTask,
  type ReadSubmission,
  type ReadSubmissionOptions,
  type SteerOptions,
} from '@millrace/tasks';

/** What a caller can do with a task beside reading it. */
export interface Steering {
  readonly cancelTask: CancelTask;
  readonly eraseTask: EraseTask;
  /** For running a task again. */
  readonly readSubmission: ReadSubmission;
}

/** `patienceMs`: how long Redis may take before a call counts as failed. */
export const createSteering = (options: SteerOptions & ReadSubmissionOptions, patienceMs: number): Steering => ({
  cancelTask: impatient(createCancelTask(options), patienceMs),
  eraseTask: impatient(createEraseTask(options), patienceMs),
  readSubmission: impatient(createReadSubmission(options), patienceMs),
});
