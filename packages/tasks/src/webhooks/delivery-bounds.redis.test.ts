import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createJobScripts } from '@millrace/queue';
import { createDeliveryGround, type DeliveryGround, tenant } from './delivery-ground.js';
import { createDeliveryLog } from './delivery-log.js';
import { createReplayDelivery } from './replay-delivery.js';

const refused = { outcome: 'refused', statusCode: 500, durationMs: 12 } as const;
const delivered = { outcome: 'delivered', durationMs: 1 } as const;

let ground: DeliveryGround;
beforeEach(() => {
  ground = createDeliveryGround({ mostPendingDeliveries: 2 });
});
afterEach(() => ground.close());

const deliver = async (id: string, run = 1) => ground.deliveries.record(await ground.claimed(id, run), delivered);
const replay = (id: string) =>
  createReplayDelivery({ ...ground, jobs: createJobScripts({ queuesPrefix: ground.keys.queues }) })({ tenant, id });
const claimedStub = {
  tenant,
  type: 'task.succeeded',
  createdAtMs: 1,
  claimedAtMs: 1,
  tries: 0,
  url: 'https://example.com/hook',
  secrets: [],
} as const;
const indexes = () => [ground.keys.tenantDeliveries(tenant), ground.keys.endedDeliveries(tenant)] as const;

describe('deliveries beyond those that may be pending', () => {
  it('fail as they are created, without a job and for a short time, until one has ended', async () => {
    await ground.addEndpoint('we_1');
    for (let n = 0; n < 2; n += 1) await ground.succeeded();
    const taskId = await ground.succeeded();
    const [first = '', second = ''] = await ground.pending();
    expect(await ground.pending()).toHaveLength(2);
    expect(await ground.jobs()).toHaveLength(2);
    const [one] = (await createDeliveryLog(ground).list({ tenant, taskId, limit: 10 })).deliveries;
    expect(one).toMatchObject({ state: 'failed', reason: 'too_many_pending', attempts: [] });
    for (const key of [ground.keys.delivery(one?.id ?? ''), ground.keys.taskDeliveries(taskId)]) {
      expect(await ground.redis.pttl(key)).toBeGreaterThan(0);
    }

    await deliver(first);
    await ground.succeeded();
    expect(await ground.pending()).toHaveLength(2);
    await deliver(second);
    expect(await replay(one?.id ?? '')).toBe('queued');
    expect(await createDeliveryLog(ground).read({ tenant, id: one?.id ?? '' })).not.toHaveProperty('reason');
    expect(await ground.pending()).toContain(one?.id);
    await ground.succeeded();
    expect(await ground.pending()).toHaveLength(2);
  });

  it('are counted for each tenant', async () => {
    await ground.addEndpoint('we_1');
    await ground.addEndpoint('we_2', { tenant: 'other' });
    for (let n = 0; n < 3; n += 1) await ground.succeeded();
    const { id } = await ground.accepted({ tenant: 'other' });
    await ground.end(id);
    expect(await ground.pending()).toHaveLength(3);
  });
});

describe('the log of a tenant', () => {
  /** As if so many had ended a moment ago. */
  const fill = async (count: number) => {
    const [seconds] = await ground.redis.time();
    const pipeline = ground.redis.pipeline();
    for (let n = 0; n < count; n += 1) {
      for (const index of indexes()) pipeline.zadd(index, Number(seconds) * 1000 - count + n, `msg_${n}`);
      pipeline.hset(ground.keys.delivery(`msg_${n}`), { tenant, task: '', state: 'delivered', created: n });
    }
    await pipeline.exec();
  };

  it('forgets the oldest that have ended beyond its bound, however many older ones are pending', async () => {
    await fill(10_005);
    await ground.redis.zadd(indexes()[0], ...Array.from({ length: 20 }, (_, n) => [n, `pending_${n}`]).flat());
    await ground.redis.hset(ground.keys.delivery('msg_new'), { tenant, endpoint: '', task: '', state: 'pending', holder: 'h' });
    await ground.redis.zadd(indexes()[0], Date.now(), 'msg_new');
    const held = { ...claimedStub, id: 'msg_new', holder: 'h' };
    expect(await ground.deliveries.record(held, delivered)).toEqual({ kind: 'delivered' });
    expect(await ground.redis.zcard(indexes()[1])).toBe(10_000);
    expect(await ground.redis.zcard(indexes()[0])).toBe(10_020);
    const kept = await Promise.all([5, 6].map((n) => ground.redis.exists(ground.keys.delivery(`msg_${n}`))));
    expect(kept).toEqual([0, 1]);
  });

  it('expires once none of it is pending, and does not while one is', async () => {
    await ground.addEndpoint('we_1');
    const ttls = () => Promise.all(indexes().map((index) => ground.redis.pttl(index)));
    await ground.succeeded();
    const first = await ground.only();
    await deliver(first);
    for (const ttl of await ttls()) expect(ttl).toBeGreaterThan(0);
    await ground.succeeded();
    expect(await ttls()).toEqual([-1, -1]);
    await deliver(await ground.only());
    for (const ttl of await ttls()) expect(ttl).toBeGreaterThan(0);
    expect(await replay(first)).toBe('queued');
    expect(await ttls()).toEqual([-1, -1]);
  });
});

describe('an endpoint that fails', () => {
  const endpoint = () => ground.redis.hgetall(ground.keys.webhook('we_1'));
  const failSince = (since: number) => ground.redis.hset(ground.keys.webhook('we_1'), { failed_attempts: 49, failing_since: since });
  const fail = async () => {
    await ground.succeeded();
    return ground.deliveries.record(await ground.claimed(await ground.only()), { ...refused, waitMs: 60_000 });
  };

  it('is disabled by its attempts, fifty in a row over half a day, and what is pending to it fails', async () => {
    await ground.addEndpoint('we_1');
    await failSince(1);
    expect(await fail()).toEqual({ kind: 'failed', disabled: 'failing' });
    expect(await endpoint()).toMatchObject({ enabled: '0', disabled_reason: 'failing' });
    expect(await endpoint()).not.toHaveProperty('failed_attempts');
    expect(await ground.pending()).toEqual([]);
  });

  it('is not while they lie close together, nor when one got through', async () => {
    await ground.addEndpoint('we_1');
    await failSince(Date.now() - 3_600_000);
    expect(await fail()).toEqual({ kind: 'later', waitMs: 60_000 });
    const [id = ''] = await ground.pending();
    await ground.makeDue(id);
    await deliver(id);
    expect(await endpoint()).toMatchObject({ enabled: '1' });
    expect(await endpoint()).not.toHaveProperty('failing_since');
    expect(await fail()).toMatchObject({ kind: 'later' });
    expect(await endpoint()).toMatchObject({ failed_attempts: '1' });
  });
});

describe('a delivery that cannot be read', () => {
  it('ends failed instead of coming back for ever', async () => {
    const { id: taskId } = await ground.accepted({ webhook: { url: 'https://mine.example/a', secret: 'whsec_mine' } });
    await ground.end(taskId);
    const id = await ground.only();
    await ground.redis.hdel(ground.keys.delivery(id), 'target');
    expect(await ground.deliveries.claim({ deliveryId: id, run: 1 }, 'one')).toEqual({ kind: 'ended', reason: 'unreadable' });
    expect(await ground.pending()).toEqual([]);
    expect(await createDeliveryLog(ground).read({ tenant, id })).toMatchObject({ state: 'failed', reason: 'unreadable' });
    expect(await replay(id)).toBe('erased');
  });
});
