import { HttpProblem } from '../../http/http-problem.js';
import type { RunOperation } from '../../http/operation-call.js';
import type { Webhooks } from '../../webhooks.js';
import { answerPending } from '../webhooks/answer-pending.js';
import { requireWebhookId } from '../webhooks/require-webhook-id.js';

/** `POST /v1/webhooks/{id}/test`: has an event of the type `webhook.test` sent. */
export const createTestWebhookRoute =
  ({ testDelivery, deliveries }: Pick<Webhooks, 'testDelivery' | 'deliveries'>): RunOperation =>
  async (call) => {
    const endpoint = requireWebhookId(call);
    const id = await testDelivery(endpoint);
    if (id === undefined) throw new HttpProblem('unknown_webhook');
    return answerPending(deliveries, { tenant: endpoint.tenant, id });
  };
