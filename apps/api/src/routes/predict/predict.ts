import { isFinal, type TaskSubmission } from '@millrace/contracts';
import type { RunOperation } from '../../http/operation-call.js';
import { processAccepted } from '../process/process-accepted.js';
import type { DescribeTask } from '../read-task/describe-task.js';
import type { AcceptTask } from '../submission/accept-task.js';
import type { AwaitSubmitted } from '../waiting/await-submitted.js';
import { renderPrediction } from './render-prediction.js';

export interface PredictOptions {
  readonly acceptTask: AcceptTask;
  readonly awaitSubmitted: AwaitSubmitted;
  readonly describe: DescribeTask;
  /** How long to hold the line. */
  readonly waitSeconds: number;
}

/** `POST /predict`: submits, holds the line until the task ends, and answers with the answer; in time or not, the task goes on. */
export const createPredict =
  ({ acceptTask, awaitSubmitted, describe, waitSeconds }: PredictOptions): RunOperation<TaskSubmission> =>
  async (call) => {
    const { task } = await awaitSubmitted(call, await acceptTask(call), waitSeconds);
    return isFinal(task.state) ? renderPrediction(task) : processAccepted(await describe.asRead(task));
  };
