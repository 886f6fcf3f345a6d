import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WebhookDeliveryList, WebhookDeliveryView, WebhookEndpointWithSecret } from '@millrace/contracts';
import {
  type Ask,
  type Caller,
  type Cluster,
  eventually,
  type ReceivedWebhook,
  type Receiver,
  respond,
  startCluster,
  startReceiver,
} from '@millrace/testing';

const otherKey = 'key-of-others-0123456789';
const env = {
  MILLRACE_WEBHOOK_ALLOW: '127.0.0.1',
  MILLRACE_WEBHOOK_RETRY_SECONDS: '1,2,3',
  MILLRACE_API_KEYS: `tests:key-of-the-tests-0123456789,others:${otherKey}`,
};
const deliveriesPath = '/v1/webhooks/deliveries';

/** What signs, by the text of Standard Webhooks alone. */
const signatureOf = ({ headers, body }: ReceivedWebhook, secret: string): string => {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(signed)
    .digest('base64')}`;
};
const signaturesIn = ({ headers }: ReceivedWebhook): string[] => String(headers['webhook-signature']).split(' ');

describe('webhook endpoints over the api', () => {
  let cluster: Cluster;
  let caller: Caller;
  let receiver: Receiver;
  let endpoint: WebhookEndpointWithSecret;

  beforeAll(async () => {
    cluster = await startCluster({ env });
    caller = cluster.caller;
    receiver = await startReceiver();
    endpoint = await ask(201, '/v1/webhooks', { body: { url: `${receiver.url}/hook?token=1` } });
  });
  afterAll(async () => {
    await receiver.close();
    await cluster.stop();
  });

  const ask = async <Body>(status: number, path: string, how: Ask = {}): Promise<Body> => {
    const reply = await caller.ask<Body>(path, how);
    expect({ path, status: reply.status, body: reply.body }).toMatchObject({ status });
    return reply.body;
  };
  const post = <Body>(status: number, path: string, body?: object) => ask<Body>(status, path, { method: 'POST', ...(body && { body }) });
  const patch = (body: object) => ask<WebhookEndpointWithSecret>(200, `/v1/webhooks/${endpoint.id}`, { method: 'PATCH', body });
  /** The first delivery about a task, once it is in this state. */
  const deliveryOf = (taskId: string, status: WebhookDeliveryView['status']) =>
    eventually(
      async () => {
        const { data } = await ask<WebhookDeliveryList>(200, `${deliveriesPath}?task_id=${taskId}`);
        return data.find((delivery) => delivery.status === status);
      },
      { timeoutMs: 60_000 },
    );
  /** The webhooks about a task so far. */
  const receivedOf = (taskId: string) => receiver.received.filter(({ body }) => body.includes(taskId));

  it('are sent the end of a task, and the log tells of it', async () => {
    const taskId = await caller.submit({ prompt: 'hello' });
    const delivery = await deliveryOf(taskId, 'delivered');
    expect(delivery).toMatchObject({ type: 'task.succeeded', webhook_id: endpoint.id, url: `${receiver.url}/hook` });
    expect(delivery.attempts).toMatchObject([{ number: 1, outcome: 'delivered', status_code: 204 }]);
    const [received] = receivedOf(taskId);
    expect(received).toMatchObject({ path: '/hook?token=1', headers: { 'webhook-id': delivery.id } });
    expect(received && signaturesIn(received)).toEqual([received && signatureOf(received, endpoint.secret)]);
    expect(await ask(200, `${deliveriesPath}/${delivery.id}`)).toEqual(delivery);
  });

  it('are sent a delivery again on request: the same id and the same bytes', async () => {
    const taskId = await caller.submit({ prompt: 'again' });
    const { id } = await deliveryOf(taskId, 'delivered');
    const replayed = await post<WebhookDeliveryView>(202, `${deliveriesPath}/${id}/replay`);
    expect(replayed.id).toBe(id);
    await eventually(() => receivedOf(taskId).length === 2, { timeoutMs: 60_000 });
    const [first, second] = receivedOf(taskId);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(id);
    expect((await deliveryOf(taskId, 'delivered')).attempts).toMatchObject([{ number: 1 }, { number: 2, outcome: 'delivered' }]);
  });

  it('are sent a test on request', async () => {
    const { id } = await post<WebhookDeliveryView>(202, `/v1/webhooks/${endpoint.id}/test`);
    await eventually(() => receiver.received.some(({ body }) => body.includes(id)), { timeoutMs: 60_000 });
    const test = receiver.received.find(({ body }) => body.includes(id));
    expect(JSON.parse(test?.body ?? '')).toMatchObject({ id, type: 'webhook.test' });
  });

  it('are signed with both secrets while a rotation overlaps, and with the new one alone after', async () => {
    const rotated = await post<WebhookEndpointWithSecret>(200, `/v1/webhooks/${endpoint.id}/rotate`, { overlap_seconds: 3600 });
    expect(rotated.secret).not.toBe(endpoint.secret);
    expect(rotated).toHaveProperty('previous_secret_until');
    const signedWith = async (secrets: readonly string[]) => {
      const taskId = await caller.submit({ prompt: `signed by ${secrets.length}` });
      await deliveryOf(taskId, 'delivered');
      const [received] = receivedOf(taskId);
      expect(received && signaturesIn(received)).toEqual(secrets.map((secret) => received && signatureOf(received, secret)));
    };
    await signedWith([rotated.secret, endpoint.secret]);
    endpoint = await post(200, `/v1/webhooks/${endpoint.id}/rotate`, { overlap_seconds: 0 });
    await signedWith([endpoint.secret]);
  });

  it('are disabled by a 410 until they are enabled again', async () => {
    receiver.next(respond(410));
    const taskId = await caller.submit({ prompt: 'gone' });
    const { id, attempts } = await deliveryOf(taskId, 'failed');
    expect(attempts).toMatchObject([{ outcome: 'gone', status_code: 410 }]);
    expect(await ask(200, `/v1/webhooks/${endpoint.id}`)).toMatchObject({ enabled: false, disabled_reason: 'gone' });
    expect(await post(409, `${deliveriesPath}/${id}/replay`)).toMatchObject({ code: 'webhook_disabled' });

    const unheard = await caller.submit({ prompt: 'nobody hears this' });
    await cluster.untilEnded([unheard]);
    expect((await ask<WebhookDeliveryList>(200, `${deliveriesPath}?task_id=${unheard}`)).data).toEqual([]);

    expect(await patch({ enabled: true })).not.toHaveProperty('disabled_reason');
    await post(202, `${deliveriesPath}/${id}/replay`);
    await deliveryOf(taskId, 'delivered');
  });

  it("do not stand in the way of a task's own webhook, which the default secret signs", async () => {
    const own = await startReceiver();
    const { secret } = await ask<{ secret: string }>(200, '/v1/webhooks/signing-secret');
    const taskId = await caller.submit({ prompt: 'mine', webhook: { url: `${own.url}/mine?token=2`, events: ['task.succeeded'] } });
    const received = await own.webhook(0, { timeoutMs: 60_000 });
    expect(received.path).toBe('/mine?token=2');
    expect(signaturesIn(received)).toEqual([signatureOf(received, secret)]);
    expect((await ask<{ webhook: object }>(200, `/v1/tasks/${taskId}`)).webhook).toEqual({
      url: `${own.url}/mine`,
      events: ['task.succeeded'],
    });

    const again = await post<{ id: string }>(202, `/v1/tasks/${taskId}/retry`);
    expect(JSON.parse((await own.webhook(1, { timeoutMs: 60_000 })).body)).toMatchObject({ data: { id: again.id } });
    await own.close();
  });

  it('belong to their tenant: neither seen nor changed nor told of foreign tasks', async () => {
    const others = cluster.callerWith(otherKey);
    const { id: taskId } = (await others.ask<{ id: string }>('/v1/tasks', { body: { prompt: 'foreign' } })).body;
    await eventually(async () => (await others.read(taskId)).status === 'succeeded', { timeoutMs: 60_000 });
    const [mine] = (await ask<WebhookDeliveryList>(200, deliveriesPath)).data;
    const paths: [string, Ask][] = [
      [`/v1/webhooks/${endpoint.id}`, {}],
      [`/v1/webhooks/${endpoint.id}`, { method: 'PATCH', body: { enabled: false } }],
      [`/v1/webhooks/${endpoint.id}`, { method: 'DELETE' }],
      [`/v1/webhooks/${endpoint.id}/rotate`, { method: 'POST' }],
      [`/v1/webhooks/${endpoint.id}/test`, { method: 'POST' }],
      [`${deliveriesPath}/${mine?.id}`, {}],
      [`${deliveriesPath}/${mine?.id}/replay`, { method: 'POST' }],
    ];
    for (const [path, how] of paths) expect((await others.ask(path, how)).status).toBe(404);
    expect((await others.ask<WebhookDeliveryList>(deliveriesPath)).body.data).toEqual([]);
    expect((await others.ask<{ data: object[] }>('/v1/webhooks')).body.data).toEqual([]);
    expect(receivedOf(taskId)).toEqual([]);
    expect(await ask(200, `/v1/webhooks/${endpoint.id}`)).toMatchObject({ enabled: true });
  });

  it('are told nothing any more once they are deleted', async () => {
    const { id } = endpoint;
    expect(await ask(200, `/v1/webhooks/${id}`, { method: 'DELETE' })).toEqual({ id, deleted: true });
    const taskId = await caller.submit({ prompt: 'to nobody' });
    await cluster.untilEnded([taskId]);
    expect((await ask<WebhookDeliveryList>(200, `${deliveriesPath}?task_id=${taskId}`)).data).toEqual([]);
    expect((await ask<{ data: object[] }>(200, '/v1/webhooks')).data).toEqual([]);
    expect(receivedOf(taskId)).toEqual([]);
  });
});
