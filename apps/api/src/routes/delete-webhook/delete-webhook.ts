import type { WebhookEndpointRemoval } from '@millrace/contracts';
import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { requireWebhookId } from '../webhooks/require-webhook-id.js';

/** `DELETE /v1/webhooks/{id}`: deletes an endpoint with its secrets. */
export const createDeleteWebhookRoute =
  ({ endpoints }: Pick<Webhooks, 'endpoints'>): RunOperation =>
  async (call) => {
    const endpoint = requireWebhookId(call);
    if (!(await endpoints.remove(endpoint))) throw new HttpProblem('unknown_webhook');
    const body: WebhookEndpointRemoval = { id: endpoint.id, deleted: true };
    return { status: 200, body };
  };
