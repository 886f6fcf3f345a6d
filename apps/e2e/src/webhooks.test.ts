import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Cluster,
  eventually,
  prefix,
  type ReceivedWebhook,
  type Receiver,
  respond,
  startCluster,
  startReceiver,
} from '@millrace/testing';
import OpenAI from 'openai';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const tenant = 'tests';
const env = { MILLRACE_WEBHOOK_ALLOW: '127.0.0.1', MILLRACE_WEBHOOK_RETRY_SECONDS: '1,2,3,4,5,6,7,8' };

interface Event {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly id: string; readonly status: string };
}

describe('webhooks of real processes', () => {
  let cluster: Cluster;
  let receiver: Receiver;
  const openai = new OpenAI({ apiKey: 'none' });

  beforeAll(async () => {
    cluster = await startCluster({ env });
  });
  afterAll(() => cluster.stop());
  beforeEach(async () => {
    receiver = await startReceiver();
    const endpoint = {
      tenant,
      url: `${receiver.url}/hook`,
      events: '',
      enabled: '1',
      created: '1',
      secrets: JSON.stringify([{ sealed: secret }]),
    };
    await cluster.store.hset(`${prefix}:webhook:we_1`, endpoint);
    await cluster.store.sadd(`${prefix}:tenant:${tenant}:webhooks`, 'we_1');
  });
  afterEach(() => receiver.close());

  const verified = async ({ body, headers }: ReceivedWebhook): Promise<Event> => {
    const event: unknown = await openai.webhooks.unwrap(body, headers as Record<string, string>, secret);
    return event as Event;
  };
  const nothingPending = () =>
    eventually(async () => (await cluster.store.zcard(`${prefix}:pending-deliveries`)) === 0, { timeoutMs: 60_000 });

  it('go out again, byte for byte and under the same id, when the worker that sent one is killed in the midst of it', async () => {
    receiver.next(() => {});
    const id = await cluster.caller.submit({ prompt: 'hello' });
    const first = await receiver.webhook(0);
    expect(await verified(first)).toMatchObject({ type: 'task.succeeded', data: { id, status: 'succeeded' } });
    await cluster.workers.at(-1)?.kill();
    await cluster.addWorker();
    const second = await receiver.webhook(1, { timeoutMs: 60_000 });
    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(await verified(second)).toMatchObject({ data: { id } });
    await nothingPending();
    expect(receiver.received).toHaveLength(2);
  });

  it('tell of every task, however its receiver fails, and tasks do not wait for it', async () => {
    const count = 100;
    let answers = 0;
    receiver.always((response, webhook) => {
      answers += 1;
      return respond(answers % 3 === 0 ? 204 : 500)(response, webhook);
    });
    const ids = await Promise.all(Array.from({ length: count }, (_, n) => cluster.caller.submit({ prompt: `number ${n}` })));
    const tasks = await cluster.untilEnded(ids);
    expect(tasks.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    await eventually(() => new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size === count, { timeoutMs: 60_000 });
    receiver.always(respond(204));
    await nothingPending();
    const bodies = new Map<string, Set<string>>();
    for (const webhook of receiver.received) {
      const { data } = await verified(webhook);
      bodies.set(data.id, (bodies.get(data.id) ?? new Set()).add(webhook.body));
    }
    expect([...bodies.keys()].sort()).toEqual([...ids].sort());
    expect([...bodies.values()].every(({ size }) => size === 1)).toBe(true);
  });

  it('are told of a task that was cancelled before any worker had it', async () => {
    const id = await cluster.caller.submit({ prompt: 'later', run_at: new Date(Date.now() + 600_000).toISOString() });
    await cluster.caller.ask(`/v1/tasks/${id}/cancel`, { method: 'POST' });
    expect(await verified(await receiver.webhook(0))).toMatchObject({ type: 'task.cancelled', data: { id, status: 'cancelled' } });
  });
});
