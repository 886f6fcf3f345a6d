import type { TaskSubmission } from '@millrace/contracts';
import type { RunOperation } from '../../http/operation-call.js';
import type { DescribeTask } from '../read-task/describe-task.js';
import type { AcceptTask } from '../submission/accept-task.js';
import { processAccepted } from './process-accepted.js';

export interface ProcessOptions {
  readonly acceptTask: AcceptTask;
  readonly describe: DescribeTask;
}

/** `POST /process`: submits, and answers with the id only. */
export const createProcess =
  ({ acceptTask, describe }: ProcessOptions): RunOperation<TaskSubmission> =>
  async (call) =>
    processAccepted(await describe.asSubmitted(await acceptTask(call), call.context));
