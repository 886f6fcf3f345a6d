import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deliveryQueue } from '@millrace/queue';
import { createDeliveryGround, type DeliveryGround, tenant, url } from './delivery-ground.js';

const refused = { outcome: 'refused', statusCode: 500, durationMs: 12 } as const;

describe('the deliveries of a task', () => {
  let ground: DeliveryGround;
  beforeEach(() => {
    ground = createDeliveryGround();
  });
  afterEach(() => ground.close());

  it('are none when nobody wants to hear of it', async () => {
    await ground.succeeded();
    expect(await ground.pending()).toEqual([]);
    expect((await ground.keysNow()).filter((key) => key.includes('deliver'))).toEqual([]);
  });

  it('are written together with its end, each with a job that holds nothing but its id', async () => {
    await ground.addEndpoint('we_all');
    await ground.addEndpoint('we_some', { events: 'task.failed,task.succeeded' });
    await ground.addEndpoint('we_other', { events: 'task.failed' });
    await ground.addEndpoint('we_off', { enabled: '0' });
    await ground.addEndpoint('we_foreign', { tenant: 'other' });
    const { id } = await ground.accepted();
    await ground.addTaskWebhook(id, 'task.succeeded,task.failed');
    await ground.end(id);
    const ids = await ground.pending();
    const endpoints = await Promise.all(ids.map((one) => ground.redis.hget(ground.keys.delivery(one), 'endpoint')));
    expect(endpoints.sort()).toEqual(['', 'we_all', 'we_some']);
    expect((await ground.jobs()).sort()).toEqual(ids.map((one) => `${one}.1`).sort());
    for (const one of ids) {
      const data = await ground.redis.hget(`${ground.keys.queues}:${deliveryQueue}:${one}.1`, 'data');
      expect(JSON.parse(data ?? '')).toEqual({ deliveryId: one });
    }
    expect(await ground.redis.smembers(ground.keys.taskDeliveries(id))).toEqual(expect.arrayContaining(ids));
  });

  it.each(['cancelled', 'expired'] as const)('tell of one that ends %s without a worker too', async (state) => {
    await ground.addEndpoint('we_all');
    const { id } = await ground.accepted();
    if (state === 'cancelled') await ground.cancel({ tenant, id });
    else {
      await ground.redis.hset(ground.keys.task(id), 'finish_by', 1);
      await ground.redis.zadd(ground.keys.open, 1, id);
      await ground.sweeper('a').sweep();
    }
    expect(await ground.redis.hget(ground.keys.delivery(await ground.only()), 'type')).toBe(`task.${state}`);
  });

  it('send the same bytes at each attempt, whatever has become of the task, and neither prompt nor answer', async () => {
    await ground.addEndpoint('we_all');
    const taskId = await ground.succeeded();
    const first = await ground.claimed(await ground.only());
    const body = await ground.deliveries.bodyOf(first);
    expect(JSON.parse(body)).toEqual({
      id: first.id,
      object: 'event',
      type: 'task.succeeded',
      created_at: Math.floor(first.createdAtMs / 1000),
      data: {
        id: taskId,
        status: 'succeeded',
        model: 'gpt.test',
        created_at: expect.stringMatching(/Z$/),
        ended_at: expect.stringMatching(/Z$/),
        attempts: 1,
        cost: { usd: '0' },
        usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
        metadata: { order: '42' },
        links: { self: `/v1/tasks/${taskId}`, events: `/v1/tasks/${taskId}/events` },
      },
    });
    await ground.redis.hset(ground.keys.task(taskId), 'model', 'changed');
    expect(await ground.deliveries.bodyOf(first)).toBe(body);
    await ground.deliveries.record(first, { ...refused, waitMs: 0 });
    const second = await ground.claimed(first.id);
    expect(second).toMatchObject({ id: first.id, body, tries: 1, url, secrets: ['own-secret'], endpointId: 'we_all', taskId });
    expect(await ground.deliveries.bodyOf(second)).toBe(body);
  });

  it('belong to one worker at a time, and to another once the claim has run out', async () => {
    await ground.addEndpoint('we_all');
    await ground.succeeded();
    const first = await ground.claimed(await ground.only(), 1, 'one');
    expect(await ground.deliveries.claim({ deliveryId: first.id, run: 1 }, 'one')).toMatchObject({ kind: 'claimed' });
    const wait = await ground.deliveries.claim({ deliveryId: first.id, run: 1 }, 'two');
    expect(wait).toEqual({ kind: 'wait', waitMs: expect.any(Number) });
    expect(await ground.deliveries.claim({ deliveryId: first.id, run: 2 }, 'two')).toEqual({ kind: 'over' });
    await ground.redis.hset(ground.keys.delivery(first.id), 'held_until', 1);
    const second = await ground.claimed(first.id, 1, 'two');
    expect(await ground.deliveries.record(first, { outcome: 'delivered', durationMs: 1 })).toEqual({ kind: 'over' });
    expect(await ground.deliveries.record(second, { ...refused, waitMs: 60_000 })).toEqual({ kind: 'later', waitMs: 60_000 });
    expect(await ground.deliveries.record(second, { outcome: 'delivered', durationMs: 1 })).toEqual({ kind: 'over' });
    expect(await ground.deliveries.claim({ deliveryId: first.id, run: 1 }, 'three')).toEqual({ kind: 'wait', waitMs: expect.any(Number) });
  });

  it('keep what came of each attempt, and expire once they have ended', async () => {
    await ground.addEndpoint('we_all');
    await ground.succeeded();
    const id = await ground.only();
    await ground.deliveries.record(await ground.claimed(id), { ...refused, waitMs: 0 });
    expect(await ground.redis.pttl(ground.keys.delivery(id))).toBe(-1);
    expect(await ground.deliveries.record(await ground.claimed(id), { outcome: 'delivered', statusCode: 204, durationMs: 3 })).toEqual({
      kind: 'delivered',
    });
    const stored = await ground.redis.hgetall(ground.keys.delivery(id));
    expect(JSON.parse(stored.attempts ?? '')).toEqual([
      { number: 1, outcome: 'refused', statusCode: 500, durationMs: 12, startedAtMs: expect.any(Number) },
      { number: 2, outcome: 'delivered', statusCode: 204, durationMs: 3, startedAtMs: expect.any(Number) },
    ]);
    expect(stored).toMatchObject({ state: 'delivered', url: 'https://example.com/hook' });
    expect(await ground.redis.pttl(ground.keys.delivery(id))).toBeGreaterThan(0);
    expect(await ground.pending()).toEqual([]);
    expect(await ground.deliveries.claim({ deliveryId: id, run: 1 }, 'late')).toEqual({ kind: 'over' });
  });

  it('use no attempt when they are put off', async () => {
    await ground.addEndpoint('we_all');
    await ground.succeeded();
    const first = await ground.claimed(await ground.only());
    await ground.deliveries.defer(first, 60_000);
    expect(await ground.deliveries.claim({ deliveryId: first.id, run: 1 }, 'two')).toEqual({ kind: 'wait', waitMs: expect.any(Number) });
    await ground.makeDue(first.id);
    expect(await ground.claimed(first.id)).toMatchObject({ tries: 0 });
  });

  it('fail at once when their endpoint is off or gone by then', async () => {
    for (const id of ['we_off', 'we_gone']) await ground.addEndpoint(id);
    await ground.succeeded();
    await ground.redis.hset(ground.keys.webhook('we_off'), 'enabled', 0);
    await ground.redis.del(ground.keys.webhook('we_gone'));
    const outcomes = await Promise.all(
      (await ground.pending()).map((deliveryId) => ground.deliveries.claim({ deliveryId, run: 1 }, 'one')),
    );
    expect(outcomes.map((outcome) => (outcome.kind === 'ended' ? outcome.reason : outcome.kind)).sort()).toEqual(['deleted', 'disabled']);
    expect(await ground.pending()).toEqual([]);
  });

  it('disable an endpoint that is gone, and one to which nothing gets through', async () => {
    await ground.addEndpoint('we_all');
    const fail = async (outcome: 'refused' | 'gone' | 'delivered') => {
      await ground.succeeded();
      return ground.deliveries.record(await ground.claimed(await ground.only()), { outcome, durationMs: 1 });
    };
    const endpoint = () => ground.redis.hgetall(ground.keys.webhook('we_all'));
    expect(await fail('refused')).toEqual({ kind: 'failed' });
    expect(await fail('delivered')).toEqual({ kind: 'delivered' });
    expect(await fail('refused')).toEqual({ kind: 'failed' });
    expect(await endpoint()).toMatchObject({ enabled: '1' });
    expect(await fail('refused')).toEqual({ kind: 'failed', disabled: 'failing' });
    expect(await endpoint()).toMatchObject({ enabled: '0', disabled_reason: 'failing', disabled_at: expect.any(String) });
    await ground.redis.hset(ground.keys.webhook('we_all'), 'enabled', 1);
    expect(await fail('gone')).toEqual({ kind: 'failed', disabled: 'gone' });
    expect(await endpoint()).toMatchObject({ enabled: '0', disabled_reason: 'gone' });
    await ground.succeeded();
    expect(await ground.pending()).toEqual([]);
  });

  it('to its own webhook are signed with its own secret, else with the default one of its tenant', async () => {
    for (const secret of ['task-secret', undefined]) {
      const { id } = await ground.accepted();
      await ground.addTaskWebhook(id, '', secret);
      await ground.end(id);
      const delivery = await ground.claimed(await ground.only());
      expect(delivery).toMatchObject({ url, secrets: [secret ?? 'default-secret'] });
      expect(delivery).not.toHaveProperty('endpointId');
      await ground.deliveries.record(delivery, { outcome: 'delivered', durationMs: 1 });
    }
  });

  it('to its own webhook are those it wants', async () => {
    const { id } = await ground.accepted();
    await ground.addTaskWebhook(id, 'task.failed,task.expired');
    await ground.end(id);
    expect(await ground.pending()).toEqual([]);
  });

  it('do not keep a task from ending when their queue is broken, and go out once it is mended', async () => {
    await ground.addEndpoint('we_all');
    const broken = `${ground.keys.queues}:${deliveryQueue}:prioritized`;
    await ground.redis.set(broken, 'no sorted set');
    expect((await ground.found(await ground.succeeded())).state).toBe('succeeded');
    const id = await ground.only();
    await ground.redis.zadd(ground.keys.pendingDeliveries, 1, id);
    await ground.redis.del(broken);
    await ground.sweeper('a').sweep();
    expect(await ground.jobs()).toEqual([`${id}.2`]);
  });

  it('are looked at by the sweeper as soon as they are due, in as many passes as it takes', async () => {
    await ground.addEndpoint('we_all');
    await ground.succeeded();
    const id = await ground.only();
    const sweep = () => ground.sweeper('a').sweep();
    const { nextDueMs } = await sweep();
    const due = await ground.redis.zscore(ground.keys.pendingDeliveries, id);
    expect(nextDueMs).toBeGreaterThan(0);
    await ground.redis.zadd(ground.keys.pendingDeliveries, Number(due) - 30_000, id);
    expect((await sweep()).nextDueMs).toBeLessThanOrEqual(30_000);
    await ground.redis.zadd(ground.keys.pendingDeliveries, ...Array.from({ length: 60 }, (_, n) => [1, `gone_${n}`]).flat());
    expect((await sweep()).nextDueMs).toBe(0);
    expect((await sweep()).nextDueMs).toBeGreaterThan(0);
    expect(await ground.pending()).toEqual([id]);
  });

  it('get a new job from the sweeper when theirs is gone', async () => {
    await ground.addEndpoint('we_all');
    await ground.succeeded();
    const id = await ground.only();
    const { redis, keys } = ground;
    const lookNow = async () => {
      await redis.zadd(keys.pendingDeliveries, 1, id);
      await ground.sweeper('a').sweep();
    };
    await lookNow();
    expect(await ground.jobs()).toEqual([`${id}.1`]);
    await redis.zrem(`${keys.queues}:${deliveryQueue}:prioritized`, `${id}.1`);
    await lookNow();
    expect(await ground.jobs()).toEqual([`${id}.2`]);
    expect(await ground.deliveries.claim({ deliveryId: id, run: 1 }, 'old')).toEqual({ kind: 'over' });
    await ground.deliveries.record(await ground.claimed(id, 2), { outcome: 'delivered', durationMs: 1 });
    await lookNow();
    expect(await ground.stateOf(id)).toBe('delivered');
    expect(await ground.pending()).toEqual([]);
  });
});
