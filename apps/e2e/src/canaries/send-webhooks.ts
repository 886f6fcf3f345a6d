import type { WebhookDeliveryList } from '@millrace/contracts';
import { type Cluster, eventually, type Receiver, respond } from '@millrace/testing';
import { canaries } from './canaries.js';

const must = async <Body>(status: number, reply: Promise<{ readonly status: number; readonly body: Body }>): Promise<Body> => {
  const { status: got, body } = await reply;
  if (got !== status) throw new Error(`wanted ${status}, got ${got}: ${JSON.stringify(body)}`);
  return body;
};

/**
 * Has webhooks sent to an endpoint and for a task of its own, whose URLs, secrets and receivers all say what nobody else may hear: one gets
 * through, one is redirected, the others are refused. Returns the id of one that is still pending.
 */
export const sendWebhooks = async ({ caller }: Cluster, receiver: Receiver): Promise<string> => {
  const url = `${receiver.url}/${canaries.webhookPath}?token=${canaries.webhookQuery}`;
  const endpoint = { url, secret: canaries.webhookSecret, description: canaries.webhookNote };
  const { id } = await must(201, caller.ask<{ id: string }>('/v1/webhooks', { body: endpoint }));
  await must(202, caller.ask(`/v1/webhooks/${id}/test`, { method: 'POST' }));
  const list = async (query = '') => (await must(200, caller.ask<WebhookDeliveryList>(`/v1/webhooks/deliveries${query}`))).data;
  await eventually(async () => (await list('?status=delivered')).length === 1);

  receiver.next(respond(302, { location: `http://127.0.0.1:1/${canaries.receiver}` }));
  receiver.always((response) => void response.writeHead(500, { 'x-request-id': canaries.receiver }).end(canaries.receiver));
  const task = { prompt: canaries.prompt, metadata: { note: canaries.metadata }, webhook: { url, secret: canaries.webhookSecret } };
  const taskId = await caller.submit(task);
  const tried = await eventually(async () => {
    const about = await list(`?task_id=${taskId}`);
    return about.length === 2 && about.every(({ attempts }) => attempts.length === 1) && about;
  });
  return tried[0]?.id ?? '';
};
