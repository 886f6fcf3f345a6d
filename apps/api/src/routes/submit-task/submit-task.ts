import { isFinal, type TaskSubmission } from '@millrace/contracts';
import { type StoredTask, StoreUnavailableError } from '@millrace/store';
import type { OperationCall, RunOperation } from '../../http/operation-call.js';
import { preferredWaitSeconds } from '../../http/preferred-wait.js';
import { renderTask } from '../read-task/render-task.js';
import type { AcceptTask } from '../submission/accept-task.js';
import type { AwaitEnd } from '../waiting/await-end.js';

export interface SubmitTaskRouteOptions {
  readonly acceptTask: AcceptTask;
  readonly awaitEnd: AwaitEnd;
}

const firstLookSeconds = '1';

/** `POST /v1/tasks`: stores the task and says where to read it; with `Prefer: wait=n` once it has ended, or after n seconds. */
export const createSubmitTaskRoute = ({ acceptTask, awaitEnd }: SubmitTaskRouteOptions): RunOperation<TaskSubmission> => {
  /** The task is stored: whatever happens to Redis now, its id must not be lost to an error. */
  const awaitStored = (call: OperationCall<TaskSubmission>, task: StoredTask, seconds: number): Promise<StoredTask> =>
    awaitEnd(call, task, seconds).catch((error) => {
      if (error instanceof StoreUnavailableError) return task;
      throw error;
    });

  return async (call) => {
    const accepted = await acceptTask(call);
    const seconds = preferredWaitSeconds(call.headers.prefer);
    const task = seconds === undefined ? accepted : await awaitStored(call, accepted, seconds);
    const body = renderTask(task);
    const headers = { location: body.links.self, ...(seconds !== undefined && { 'preference-applied': `wait=${seconds}` }) };
    if (isFinal(task.state)) return { status: 200, body, headers };
    return { status: 202, body, headers: { ...headers, 'retry-after': firstLookSeconds } };
  };
};
