import { type TaskSubmission, toTaskPayload, toTaskSchedule } from '@millrace/contracts';
import type { SubmitRequest } from '@millrace/tasks';
import type { Caller } from '../../keys/caller.js';
import type { ServedModels } from '../../served-models.js';
import { askedIn, type Submitting } from './asked-in.js';
import type { CheckWebhook } from './check-webhook.js';
import { createFindRoute } from './find-route.js';

export interface RequestOfOptions {
  readonly models: Pick<ServedModels, 'defaultModel' | 'routes'>;
  readonly checkWebhook: CheckWebhook;
}

/** What a caller's submission asks of the domain; throws `unknown_model`, and what is wrong with its webhook. */
export type RequestOf = (caller: Caller, body: TaskSubmission, context: Submitting) => SubmitRequest;

export const createRequestOf = ({ models, checkWebhook }: RequestOfOptions): RequestOf => {
  const findRoute = createFindRoute(models);
  return ({ tenant, keyId, limits }, body, context) => {
    const schedule = toTaskSchedule(body);
    const route = findRoute(body.model);
    const { priority, webhook } = body;
    if (webhook) checkWebhook(webhook, '/webhook');
    const request = { tenant, keyId, route, payload: toTaskPayload(body), ...askedIn(context) };
    const optional = { ...(priority && { priority }), ...(limits && { keyLimits: limits }), ...(webhook && { webhook }) };
    return { ...request, ...optional, ...(schedule && { schedule }) };
  };
};
