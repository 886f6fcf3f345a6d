import type { TaskSubmission } from '@millrace/contracts';
import { type StoredTask, StoreUnavailableError } from '@millrace/store';
import type { ReadTask, WaitForEnd } from '@millrace/tasks';
import type { OperationCall, RunOperation } from '../../http/operation-call.js';
import { processAccepted } from '../process/process-accepted.js';
import { findTask } from '../read-task/find-task.js';
import type { AcceptTask } from '../submission/accept-task.js';
import { renderPrediction } from './render-prediction.js';

export interface PredictOptions {
  readonly acceptTask: AcceptTask;
  readonly readTask: ReadTask;
  readonly waitForEnd: WaitForEnd;
  /** How long to hold the line. */
  readonly waitSeconds: number;
}

/** `POST /predict`: submits, holds the line until the task ends, and answers with the answer; in time or not, the task goes on. */
export const createPredict = ({ acceptTask, readTask, waitForEnd, waitSeconds }: PredictOptions): RunOperation<TaskSubmission> => {
  const endOf = async ({ caller, untilNobodyWaits }: OperationCall<TaskSubmission>, id: string): Promise<StoredTask | undefined> => {
    const { tenant } = caller;
    const ending = await waitForEnd({ id, tenant, timeoutMs: waitSeconds * 1000, signal: untilNobodyWaits() });
    return ending === 'ended' ? findTask({ readTask, tenant, id }) : undefined;
  };

  return async (call) => {
    const { id } = await acceptTask(call);
    const ended = await endOf(call, id).catch(unlessStoreIsAway);
    return ended ? renderPrediction(ended) : processAccepted(id);
  };
};

/** The task is stored: whatever happens to Redis now, its id must not be lost to an error. */
const unlessStoreIsAway = (error: unknown): undefined => {
  if (error instanceof StoreUnavailableError) return undefined;
  throw error;
};
