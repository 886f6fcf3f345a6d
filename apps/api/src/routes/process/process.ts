import type { TaskSubmission } from '@millrace/contracts';
import type { RunOperation } from '../../http/operation-call.js';
import type { AcceptTask } from '../submission/accept-task.js';
import { processAccepted } from './process-accepted.js';

/** `POST /process`: submits, and answers with the id only. */
export const createProcess =
  ({ acceptTask }: { readonly acceptTask: AcceptTask }): RunOperation<TaskSubmission> =>
  async (call) =>
    processAccepted((await acceptTask(call)).id);
