import type { TaskSubmission } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { OperationCall } from '../../http/operation-call.js';
import { idempotencyOf } from './idempotency-of.js';
import type { RequestOf } from './request-of.js';
import type { StoreTask } from './store-task.js';

export interface AcceptTaskOptions {
  readonly storeTask: StoreTask;
  readonly requestOf: RequestOf;
}

/** Submits what a call asks for and returns the stored task; a refusal is thrown as its problem. */
export type AcceptTask = (call: OperationCall<TaskSubmission>) => Promise<StoredTask>;

export const createAcceptTask =
  ({ storeTask, requestOf }: AcceptTaskOptions): AcceptTask =>
  async ({ caller, body, headers, context }) => {
    const idempotency = idempotencyOf(headers, body);
    const request = requestOf(caller, body, context);
    return storeTask({ ...request, ...(idempotency && { idempotency }) }, context);
  };
