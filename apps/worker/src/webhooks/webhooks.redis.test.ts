import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createKeys, plainSeal } from '@millrace/store';
import { createSigningSecrets, storedSecrets } from '@millrace/tasks';
import { answer, createGate, eventually, type Receiver, respond, startReceiver } from '@millrace/testing';
import { newWebhookSecret } from '@millrace/webhooks';
import { Webhook } from 'standardwebhooks';
import { createWorkerOnRedis, type WorkerOnRedis } from '../fakes/worker-on-redis.js';

// Generous: only a test that is going to fail waits so long.
jest.setTimeout(60_000);

const tenant = 'acme';
const env = { MILLRACE_WEBHOOK_ALLOW: '127.0.0.1', MILLRACE_WEBHOOK_RETRY_SECONDS: '1,2' };

describe('a worker that delivers webhooks', () => {
  let ground: WorkerOnRedis;
  let receiver: Receiver;
  beforeEach(async () => {
    ground = await createWorkerOnRedis();
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await receiver.close();
    await ground.close();
  });

  const keys = () => createKeys(ground.server.prefix);
  const secret = newWebhookSecret();
  const addEndpoint = async (id: string, url: string) => {
    const fields = { tenant, url, events: '', enabled: '1', created: '5', secrets: storedSecrets(secret) };
    await ground.server.redis.hset(keys().webhook(id), fields);
    await ground.server.redis.sadd(keys().tenantWebhooks(tenant), id);
  };
  const ended = async () => {
    const id = await ground.submit();
    await ground.ended(id);
    return id;
  };
  const states = async () => {
    const ids = await ground.server.redis.zrange(keys().tenantDeliveries(tenant), '0', '-1');
    return Promise.all(ids.map((id) => ground.server.redis.hget(keys().delivery(id), 'state')));
  };

  it('tells an endpoint of the end of a task, signed, and once', async () => {
    await addEndpoint('we_1', `${receiver.url}/hook?token=canary-4711`);
    const worker = await ground.startWorker(env);
    const id = await ended();
    const { body, headers, path } = await receiver.webhook(0);
    expect(path).toBe('/hook?token=canary-4711');
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      id: headers['webhook-id'],
      type: 'task.succeeded',
      data: { id, status: 'succeeded' },
    });
    await eventually(async () => (await states()).join() === 'delivered');
    expect(receiver.received).toHaveLength(1);
    expect(await worker.metrics()).toContain('millrace_webhook_deliveries_total{outcome="delivered"} 1');
    expect(await worker.metrics()).toContain('millrace_webhooks_pending 0');
    await eventually(() => worker.log().includes('"webhook_delivered"'));
    for (const text of [worker.log(), await worker.metrics()]) {
      expect(text).not.toContain('canary-4711');
      expect(text).not.toContain(secret);
      expect(text).not.toContain('/hook');
    }
  });

  it('sends the same bytes under the same id again when it failed, with the time of the attempt', async () => {
    await addEndpoint('we_1', receiver.url);
    receiver.next(respond(500));
    await ground.startWorker(env);
    await ended();
    const [first, second] = [await receiver.webhook(0), await receiver.webhook(1)];
    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    const times = [first, second].map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times[1]).toBeGreaterThanOrEqual(times[0] ?? Number.NaN);
    for (const { body, headers } of [first, second]) new Webhook(secret).verify(body, headers as Record<string, string>);
    await eventually(async () => (await states()).join() === 'delivered');
  });

  it('gives up when the schedule is over', async () => {
    await addEndpoint('we_1', receiver.url);
    receiver.always(respond(302, { location: receiver.url }));
    const worker = await ground.startWorker({ ...env, MILLRACE_WEBHOOK_RETRY_SECONDS: '1' });
    await ended();
    await eventually(async () => (await states()).join() === 'failed');
    expect(receiver.received).toHaveLength(2);
    await eventually(() => worker.log().includes('"webhook_given_up"'));
  });

  it('signs with the secret before the newest one too until the overlap is over', async () => {
    await addEndpoint('we_1', receiver.url);
    const newSecret = newWebhookSecret();
    const secrets = createSigningSecrets({ redis: ground.server.redis, keys: keys(), seal: plainSeal, newSecret: () => newSecret });
    await secrets.rotateEndpoint({ tenant, endpointId: 'we_1' }, 3600);
    await ground.startWorker(env);
    await ended();
    const { body, headers } = await receiver.webhook(0);
    expect(headers['webhook-signature']?.toString().split(' ')).toHaveLength(2);
    for (const known of [secret, newSecret]) new Webhook(known).verify(body, headers as Record<string, string>);
  });

  it('sends nothing more to an endpoint that is gone', async () => {
    await addEndpoint('we_1', receiver.url);
    receiver.always(respond(410));
    await ground.startWorker(env);
    await ended();
    await eventually(async () => (await ground.server.redis.hget(keys().webhook('we_1'), 'disabled_reason')) === 'gone');
    await ended();
    expect(await states()).toEqual(['failed']);
  });

  it('sends nothing to where webhooks may not go', async () => {
    await addEndpoint('we_1', receiver.url);
    const worker = await ground.startWorker({ MILLRACE_WEBHOOK_RETRY_SECONDS: '600' });
    await ended();
    await eventually(() => worker.log().includes('"blocked"'));
    expect(receiver.connections).toBe(0);
  });

  it('goes on running tasks, and telling others, while a receiver hangs', async () => {
    const hanging = await startReceiver({ script: () => {} });
    try {
      await addEndpoint('we_hangs', hanging.url);
      await ground.startWorker({ ...env, MILLRACE_WEBHOOK_CONCURRENCY: '10', MILLRACE_CONCURRENCY: '2' });
      await ended();
      await hanging.webhook(0);
      await addEndpoint('we_1', receiver.url);
      const count = 30;
      await Promise.all(Array.from({ length: count }, ended));
      await receiver.webhook(count - 1);
      expect(hanging.inFlight).toBe(1);
    } finally {
      await hanging.close();
    }
  });

  it('leaves webhooks to others when it is told to', async () => {
    await addEndpoint('we_1', receiver.url);
    const off = await ground.startWorker({ ...env, MILLRACE_WEBHOOKS: 'off' });
    await ended();
    const on = await ground.startWorker(env);
    await ended();
    await eventually(async () => (await states()).join() === 'delivered,delivered');
    expect(await on.metrics()).toContain('millrace_webhook_deliveries_total{outcome="delivered"} 2');
    expect(await off.metrics()).toContain('millrace_webhook_deliveries_total{outcome="delivered"} 0');
  });

  it('hands a delivery back when it has to stop in the midst of it, and another worker makes it whole', async () => {
    const gate = createGate();
    ground.upstream.always(answer('ok'));
    await addEndpoint('we_1', receiver.url);
    receiver.next(async (response) => {
      await gate.opened;
      response.end();
    });
    const worker = await ground.startWorker({ ...env, MILLRACE_SHUTDOWN_GRACE_SECONDS: '0' });
    await ended();
    const first = await receiver.webhook(0);
    await worker.services.drain();
    await ground.startWorker(env);
    const second = await receiver.webhook(1);
    gate.open();
    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    await eventually(async () => (await states()).join() === 'delivered');
  });
});
