import { type Route, type TaskSubmission, toTaskPayload, toTaskSchedule } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { OperationCall } from '../../http/operation-call.js';
import type { CheckWebhook } from './check-webhook.js';
import { createFindRoute } from './find-route.js';
import { idempotencyOf } from './idempotency-of.js';
import type { StoreTask } from './store-task.js';

export interface AcceptTaskOptions {
  readonly storeTask: StoreTask;
  readonly checkWebhook: CheckWebhook;
  readonly models: { readonly defaultModel: string; readonly routes: readonly Route[] };
}

/** Submits what a call asks for and returns the stored task; a refusal is thrown as its problem. */
export type AcceptTask = (call: OperationCall<TaskSubmission>) => Promise<StoredTask>;

export const createAcceptTask = ({ storeTask, checkWebhook, models }: AcceptTaskOptions): AcceptTask => {
  const findRoute = createFindRoute(models);

  return async ({ caller: { tenant, keyId, limits }, body, headers, context }) => {
    const idempotency = idempotencyOf(headers, body);
    const schedule = toTaskSchedule(body);
    const route = findRoute(body.model);
    const { priority, webhook } = body;
    if (webhook) checkWebhook(webhook, '/webhook');
    const request = { tenant, keyId, route, payload: toTaskPayload(body), requestId: context.requestId };
    const optional = { ...(priority && { priority }), ...(limits && { keyLimits: limits }), ...(webhook && { webhook }) };
    return storeTask({ ...request, ...optional, ...(schedule && { schedule }), ...(idempotency && { idempotency }) }, context);
  };
};
