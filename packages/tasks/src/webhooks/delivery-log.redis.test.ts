import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createJobScripts } from '@millrace/queue';
import { createDeliveryGround, type DeliveryGround, tenant } from './delivery-ground.js';
import { createDeliveryLog, type DeliveryLog, type ListDeliveriesRequest } from './delivery-log.js';
import { createReplayDelivery } from './replay-delivery.js';
import { createTestDelivery } from './test-delivery.js';
import { newDeliveryId } from './webhook-ids.js';

const shown = 'https://example.com/hook';

let ground: DeliveryGround;
let log: DeliveryLog;
beforeEach(() => {
  ground = createDeliveryGround();
  log = createDeliveryLog(ground);
});
afterEach(() => ground.close());

const jobScripts = () => createJobScripts({ queuesPrefix: ground.keys.queues });

/** Deliveries to an endpoint that were created one millisecond after the other, the newest last; some in the same one. */
const fill = async (count: number, { endpoint = 'we_1', state = 'delivered', same = 1 } = {}): Promise<string[]> => {
  const ids = Array.from({ length: count }, newDeliveryId).sort();
  const pipeline = ground.redis.pipeline();
  ids.forEach((id, n) => {
    const created = 1000 + Math.floor(n / same);
    pipeline.hset(ground.keys.delivery(id), { tenant, endpoint, task: '', type: 'webhook.test', created, state });
    pipeline.zadd(ground.keys.tenantDeliveries(tenant), created, id);
  });
  await pipeline.exec();
  return ids;
};

const pagesOf = async (request: Omit<ListDeliveriesRequest, 'tenant'>): Promise<string[][]> => {
  const pages: string[][] = [];
  let { after } = request;
  for (;;) {
    const { deliveries, next } = await log.list({ tenant, ...request, ...(after && { after }) });
    pages.push(deliveries.map(({ id }) => id));
    if (!next) return pages;
    after = next;
  }
};

describe('the log of deliveries', () => {
  it('tells of a delivery what it is about, where it goes without what may be secret, and how each attempt ended', async () => {
    await ground.addEndpoint('we_1');
    const taskId = await ground.succeeded();
    const id = await ground.only();
    const pending = { id, type: 'task.succeeded', taskId, endpointId: 'we_1', url: shown, state: 'pending', attempts: [] };
    expect(await log.read({ tenant, id })).toEqual({ ...pending, createdAtMs: expect.any(Number), nextAttemptAtMs: expect.any(Number) });

    await ground.deliveries.record(await ground.claimed(id), { outcome: 'refused', statusCode: 503, durationMs: 12, waitMs: 60_000 });
    await ground.makeDue(id);
    await ground.deliveries.record(await ground.claimed(id), { outcome: 'delivered', statusCode: 204, durationMs: 7 });
    const delivered = await log.read({ tenant, id });
    expect(delivered).toMatchObject({
      state: 'delivered',
      url: shown,
      attempts: [
        { number: 1, outcome: 'refused', statusCode: 503, durationMs: 12 },
        { number: 2, outcome: 'delivered', statusCode: 204, durationMs: 7 },
      ],
    });
    expect(delivered).not.toHaveProperty('nextAttemptAtMs');
  });

  it("shows where a task's own webhook leads, before it is called and after", async () => {
    const { id: taskId } = await ground.accepted({ webhook: { url: 'https://mine.example/a?b=c', secret: 'whsec_mine' } });
    await ground.end(taskId);
    const id = await ground.only();
    const before = await log.read({ tenant, id });
    expect(before).toMatchObject({ taskId, url: 'https://mine.example/a' });
    expect(before).not.toHaveProperty('endpointId');
    await ground.deliveries.record(await ground.claimed(id), { outcome: 'delivered', durationMs: 7 });
    expect(await log.read({ tenant, id })).toMatchObject({ url: 'https://mine.example/a', state: 'delivered' });
  });

  it('knows nothing of what is foreign or forgotten', async () => {
    await ground.addEndpoint('we_1');
    const taskId = await ground.succeeded();
    const id = await ground.only();
    expect(await log.read({ tenant: 'other', id })).toBeUndefined();
    expect(await log.read({ tenant, id: newDeliveryId() })).toBeUndefined();
    expect(await log.list({ tenant: 'other', limit: 10 })).toEqual({ deliveries: [] });
    expect(await log.list({ tenant: 'other', limit: 10, taskId })).toEqual({ deliveries: [] });
  });

  it.each([1, 4])('lists newest first, each once from page to page, with %i in a millisecond', async (same) => {
    const ids = await fill(25, { same });
    const pages = await pagesOf({ limit: 10 });
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual(ids.toReversed());
  });

  it('goes on where it was although deliveries come and are forgotten meanwhile', async () => {
    const ids = await fill(10, { same: 2 });
    const first = await log.list({ tenant, limit: 4 });
    await ground.redis.zrem(ground.keys.tenantDeliveries(tenant), first.next?.id ?? '');
    await ground.redis.zadd(ground.keys.tenantDeliveries(tenant), 9999, newDeliveryId());
    const second = await log.list({ tenant, limit: 10, ...(first.next && { after: first.next }) });
    expect(second.deliveries.map(({ id }) => id)).toEqual(ids.toReversed().slice(4));
  });

  it('filters by endpoint and state, and leaves out what is kept no longer', async () => {
    const failed = await fill(3, { endpoint: 'we_2', state: 'failed' });
    const delivered = await fill(3, { endpoint: 'we_2' });
    await fill(3, { endpoint: 'we_3', state: 'failed' });
    await ground.redis.del(ground.keys.delivery(failed[0] ?? ''));
    const found = async (request: Omit<ListDeliveriesRequest, 'tenant' | 'limit'>) =>
      (await pagesOf({ limit: 2, ...request })).flat().sort();
    expect(await found({ endpointId: 'we_2' })).toEqual([...failed.slice(1), ...delivered].sort());
    expect(await found({ endpointId: 'we_2', states: ['failed'] })).toEqual(failed.slice(1));
    expect(await found({ endpointId: 'we_2', states: ['failed', 'delivered'] })).toHaveLength(5);
    expect(await found({ states: ['pending'] })).toEqual([]);
  });

  it('looks at a thousand for a page, and says where to go on', async () => {
    const [oldest] = await fill(1, { state: 'failed' });
    const older = await ground.redis.zscore(ground.keys.tenantDeliveries(tenant), oldest ?? '');
    await ground.redis.zadd(ground.keys.tenantDeliveries(tenant), Number(older) - 1, oldest ?? '');
    await fill(1200);
    const first = await log.list({ tenant, limit: 10, states: ['failed'] });
    expect(first.deliveries).toEqual([]);
    const second = await log.list({ tenant, limit: 10, states: ['failed'], ...(first.next && { after: first.next }) });
    expect(second.deliveries.map(({ id }) => id)).toEqual([oldest]);
    expect(second.next).toBeUndefined();
  });

  it('lists those of a task, with the same pages and filters', async () => {
    for (const id of ['we_1', 'we_2', 'we_3']) await ground.addEndpoint(id);
    const taskId = await ground.succeeded();
    await fill(3);
    const all = await ground.redis.smembers(ground.keys.taskDeliveries(taskId));
    const pages = await pagesOf({ limit: 2, taskId });
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
    expect(pages.flat()).toEqual(all.sort().toReversed());
    expect((await pagesOf({ limit: 2, taskId, endpointId: 'we_2' })).flat()).toHaveLength(1);
    expect((await pagesOf({ limit: 2, taskId, states: ['delivered'] })).flat()).toEqual([]);
  });
});

describe('sending a delivery again', () => {
  const ended = async (outcome: 'delivered' | 'refused' = 'delivered') => {
    const taskId = await ground.succeeded();
    const id = await ground.only();
    const first = await ground.claimed(id);
    const body = await ground.deliveries.bodyOf(first);
    await ground.deliveries.record(first, { outcome, durationMs: 7 });
    return { id, taskId, body };
  };
  const replay = (id: string, of = tenant) => createReplayDelivery({ ...ground, jobs: jobScripts() })({ tenant: of, id });

  it.each(['delivered', 'refused'] as const)('sends the same bytes under the same id after it was %s, by a new job', async (outcome) => {
    await ground.addEndpoint('we_1');
    const { id, body } = await ended(outcome);
    expect(await replay(id)).toBe('queued');
    expect(await log.read({ tenant, id })).toMatchObject({
      state: 'pending',
      attempts: [{ number: 1 }],
      nextAttemptAtMs: expect.any(Number),
    });
    expect(await ground.jobs()).toContain(`${id}.2`);
    const again = await ground.claimed(id, 2);
    expect(again.tries).toBe(0);
    expect(await ground.deliveries.bodyOf(again)).toBe(body);
    await ground.deliveries.record(again, { outcome: 'delivered', durationMs: 7 });
    expect(await log.read({ tenant, id })).toMatchObject({ state: 'delivered', attempts: [{ number: 1 }, { number: 2 }] });
  });

  it('keeps it in the log for as long as one that has just ended, and findable by its task', async () => {
    await ground.addEndpoint('we_1');
    const { id, taskId } = await ended();
    await replay(id);
    expect(await ground.redis.pttl(ground.keys.delivery(id))).toBe(-1);
    expect(await ground.redis.pttl(ground.keys.taskDeliveries(taskId))).toBe(-1);
    await ground.deliveries.record(await ground.claimed(id, 2), { outcome: 'delivered', durationMs: 7 });
    expect(await ground.redis.pttl(ground.keys.delivery(id))).toBeGreaterThan(0);
  });

  it('is refused while it is pending, and happens once when asked for twice', async () => {
    await ground.addEndpoint('we_1');
    const { id } = await ended();
    expect((await Promise.all([replay(id), replay(id)])).sort()).toEqual(['pending', 'queued']);
    expect(await replay(id)).toBe('pending');
  });

  it('is refused for what is foreign, unknown or erased', async () => {
    await ground.addEndpoint('we_1');
    const { id, taskId } = await ended();
    expect(await replay(id, 'other')).toBe('unknown');
    expect(await replay(newDeliveryId())).toBe('unknown');
    await ground.erase({ tenant, id: taskId });
    expect(await replay(id)).toBe('erased');
  });

  it('is refused while its endpoint is disabled, and once it is deleted', async () => {
    await ground.addEndpoint('we_1');
    const { id } = await ended();
    await ground.redis.hset(ground.keys.webhook('we_1'), 'enabled', '0');
    expect(await replay(id)).toBe('disabled');
    await ground.redis.del(ground.keys.webhook('we_1'));
    expect(await replay(id)).toBe('disabled');
  });

  it("reaches a task's own webhook too, whatever has become of the task", async () => {
    const { id: taskId } = await ground.accepted({ webhook: { url: 'https://mine.example/a', secret: 'whsec_mine' } });
    await ground.end(taskId);
    const id = await ground.only();
    const body = await ground.deliveries.bodyOf(await ground.claimed(id, 1, 'a'));
    await ground.deliveries.record(await ground.claimed(id, 1, 'a'), { outcome: 'delivered', durationMs: 7 });
    await ground.redis.del(ground.keys.task(taskId), ground.keys.taskWebhook(taskId), ground.keys.metadata(taskId));
    expect(await replay(id)).toBe('queued');
    const again = await ground.claimed(id, 2);
    expect(again).toMatchObject({ url: 'https://mine.example/a', secrets: ['whsec_mine'] });
    expect(await ground.deliveries.bodyOf(again)).toBe(body);
  });
});

describe('a test of an endpoint', () => {
  const test = (id: string, of = tenant) => createTestDelivery({ ...ground, jobs: jobScripts() })({ tenant: of, id });

  it.each(['1', '0'])('is a delivery of its own, with enabled %s, whatever events it wants', async (enabled) => {
    await ground.addEndpoint('we_1', { enabled, events: 'task.failed' });
    const id = await test('we_1');
    expect(await log.read({ tenant, id: id ?? '' })).toMatchObject({
      type: 'webhook.test',
      endpointId: 'we_1',
      url: shown,
      state: 'pending',
    });
    const delivery = await ground.claimed(id ?? '');
    expect(JSON.parse(await ground.deliveries.bodyOf(delivery))).toMatchObject({ id, type: 'webhook.test' });
  });

  it('goes to no endpoint that is foreign or unknown', async () => {
    await ground.addEndpoint('we_1');
    expect(await test('we_1', 'other')).toBeUndefined();
    expect(await test('we_2')).toBeUndefined();
    expect(await ground.pending()).toEqual([]);
  });
});
