import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { result, route, usage } from '../life/ground.js';
import { only } from '../life/only.js';
import type { SubmitRequest } from '../submit-outcome.js';
import { createShareGround, type ShareGround } from './share-ground.js';

describe('a key that may have two tasks in flight', () => {
  let ground: ShareGround;
  beforeEach(() => {
    ground = createShareGround();
    return Promise.all(['key-1', 'key-2'].map((id) => setLimit(2, id)));
  });
  afterEach(() => ground.close());

  /** As the keys API writes it. */
  const setLimit = (limit: number | undefined, id = 'key-1') =>
    limit === undefined
      ? ground.redis.hdel(ground.keys.apiKey(id), 'max_in_flight')
      : ground.redis.hset(ground.keys.apiKey(id), 'max_in_flight', limit);
  const limited = (by: Partial<SubmitRequest> = {}) => ground.submitted({ keyLimits: { maxInFlight: 2 }, ...by });
  const several = (count: number, by: Partial<SubmitRequest> = {}) => Promise.all(Array.from({ length: count }, () => limited(by)));
  const run = async (id: string) => {
    const task = await ground.opened(id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
  };
  const held = () => ground.redis.zrange(ground.keys.held('key-1'), '0', '-1');
  const heldCount = async () => Number(await ground.redis.hget(ground.keys.heldTasks, route.slug));
  const nothingLeft = async () => {
    expect((await ground.keysNow()).filter((name) => /admitted|held-fair|held-keys|:held$/.test(name))).toEqual([]);
    expect(await heldCount()).toBe(0);
  };

  it('has two queued, and the others wait without a job and say why', async () => {
    const ids = await several(4);
    expect(await ground.order()).toEqual(ids.slice(0, 2));
    expect(await held()).toEqual(ids.slice(2));
    expect(await ground.found(ids[2] ?? '')).toMatchObject({ state: 'queued', waitingReason: 'in_flight_limit' });
    expect((await ground.found(ids[1] ?? '')).waitingReason).toBeUndefined();
    expect(await heldCount()).toBe(2);
  });

  it('is told so in the answer to the submission', async () => {
    await several(2);
    expect(await ground.accepted({ keyLimits: { maxInFlight: 2 } })).toMatchObject({ state: 'queued', waitingReason: 'in_flight_limit' });
  });

  it('has the next one queued by the end of another, in the order they came, and nothing is left behind', async () => {
    const ids = await several(5);
    for (const [done, id] of ids.entries()) {
      expect(await ground.order()).toEqual(ids.slice(done, done + 2));
      expect((await ground.taken()) ?? '').toBe(id);
      await run(id);
      await ground.jobDone(id);
    }
    await nothingLeft();
    await ground.checkLedger();
  });

  it('does not count tasks of other keys, nor keys without a limit', async () => {
    await several(3);
    await several(2, { keyId: 'key-2' });
    await ground.submitted({ keyId: 'key-3' });
    expect((await ground.order()).length).toBe(5);
  });

  it('tells those who follow a held task when it is queued and when it begins', async () => {
    const [first = '', , third = ''] = await several(3);
    await ground.cancel({ tenant: 'acme', id: first });
    expect((await ground.found(third)).waitingReason).toBeUndefined();
    await ground.begun(await ground.opened(third));
    const events = await ground.redis.xrange(ground.keys.events(third), '-', '+');
    expect(events.map(([id, [, , , data = '']]) => [id, JSON.parse(data)])).toEqual([
      ['2-0', { status: 'queued' }],
      ['3-0', { status: 'running', attempt: 1 }],
    ]);
  });

  it('gives a held task its pass when it is queued, not when it came', async () => {
    const ids = await several(3);
    expect((await ground.shareOf(ids[2] ?? '')).pass).toBeNaN();
    await ground.cancel({ tenant: 'acme', id: ids[0] ?? '' });
    expect((await ground.shareOf(ids[2] ?? '')).pass).toBeGreaterThan(0);
  });

  it('shares among the classes of a key, so that bulk does not hold back what came after it', async () => {
    await several(2);
    const bulk = await several(3, { priority: 'bulk' });
    const interactive = await several(2, { priority: 'interactive' });
    expect(await held()).toEqual([bulk[0], interactive[0], interactive[1], bulk[1], bulk[2]]);
  });

  it.each(['cancel', 'erase'] as const)('forgets a held task by %s, and queues nothing in its place', async (how) => {
    const ids = await several(4);
    await ground[how]({ tenant: 'acme', id: ids[2] ?? '' });
    expect(await held()).toEqual([ids[3]]);
    expect(await ground.order()).toEqual(ids.slice(0, 2));
    expect(await heldCount()).toBe(1);
  });

  it('ends a held task at its deadline', async () => {
    const ids = await several(3);
    await ground.redis.hset(ground.keys.task(ids[2] ?? ''), 'finish_by', 1);
    await ground.redis.zadd(ground.keys.open, 1, ids[2] ?? '');
    expect(await ground.sweeper('a').sweep()).toMatchObject({ expired: 1 });
    expect(await held()).toEqual([]);
    await ground.checkLedger();
  });

  it('has no job for a held task by the sweeper, and keeps one whose place was lost', async () => {
    const ids = await several(3);
    for (const id of ids) await ground.redis.zadd(ground.keys.open, 1, id);
    await ground.redis.del(ground.keys.held('key-1'));
    expect(await ground.sweeper('a').sweep()).toMatchObject({ requeued: 0, checked: 3 });
    expect(await held()).toEqual([ids[2]]);
  });

  it('keeps its place through a retry, a hand-back and the death of a worker', async () => {
    const [first = '', second = ''] = await several(3);
    await ground.one.retryLater(await ground.begun(await ground.opened(first)), { code: 'upstream_timeout', waitMs: 60_000 });
    await ground.one.handBack(await ground.begun(await ground.opened(second)));
    await ground.begun(await ground.opened(second));
    await ground.longPulse();
    await ground.redis.zadd(ground.keys.attempts, 'XX', 1, second);
    await ground.sweeper('a').sweep();
    expect((await ground.redis.smembers(ground.keys.admitted('key-1'))).sort()).toEqual([first, second].sort());
    expect((await held()).length).toBe(1);
  });

  it('lets no worker begin a held task, nor answer it from the cache', async () => {
    const ids = await several(3);
    const task = await ground.opened(ids[2] ?? '');
    expect(await ground.one.begin(task, { candidates: only('d'), pickUp: randomUUID() })).toEqual({ kind: 'over' });
    expect(await ground.one.settleCached(task, { result, usage })).toEqual({ kind: 'refused' });
  });

  it('holds a scheduled task too when its time comes, and tells it', async () => {
    const later = await limited({ schedule: { runAt: { inMs: 60_000 } } });
    const ids = await several(2);
    await ground.redis.hset(ground.keys.task(later), 'run_at', 1);
    await ground.redis.zadd(ground.keys.scheduled, 1, later);
    await ground.sweeper('a').sweep();
    expect(await ground.order()).toEqual(ids);
    expect(await ground.found(later)).toMatchObject({ state: 'queued', waitingReason: 'in_flight_limit' });
    await ground.cancel({ tenant: 'acme', id: ids[0] ?? '' });
    expect(await ground.order()).toEqual([ids[1], later]);
  });

  it.each([
    [4, 4],
    [undefined, 6],
  ])('has more queued when its limit is set to %p', async (limit, queued) => {
    await several(6);
    await setLimit(limit);
    await ground.tendHeld();
    expect((await ground.order()).length).toBe(queued);
    expect((await held()).length).toBe(6 - queued);
  });

  it('lets nobody who comes later overtake those held, though there is room by now', async () => {
    const ids = await several(3);
    await setLimit(4);
    const late = await limited();
    expect(await held()).toEqual([ids[2], late]);
    await ground.tendHeld();
    expect(await ground.order()).toEqual([...ids, late]);
  });

  it('begins a class that is new among the held where the key is, not where it was when the others came', async () => {
    const ids = await several(7);
    for (const id of ids.slice(0, 4)) await ground.cancel({ tenant: 'acme', id });
    const next = ids[6] ?? '';
    const heavy = await several(12, { priority: 'interactive' });
    const order = await held();
    expect(order.filter((id) => id !== next)).toEqual(heavy);
    // The last one released was one task before it, which is four of theirs.
    expect(order.indexOf(next)).toBeLessThanOrEqual(5);
  });

  it('passes over a held task that is gone, and queues the next', async () => {
    const ids = await several(3);
    await ground.redis.zadd(ground.keys.held('key-1'), -1, 'task_gone');
    await ground.cancel({ tenant: 'acme', id: ids[0] ?? '' });
    expect(await ground.order()).toEqual(ids.slice(1));
    expect(await ground.redis.exists(ground.keys.task('task_gone'))).toBe(0);
  });

  it('goes by the limit that was set rather than by one that a caller still carries', async () => {
    await setLimit(3);
    await several(4);
    expect((await ground.order()).length).toBe(3);
  });

  it.each(['cancel', 'erase'] as const)(
    'has a task ended whole by %s though the next one cannot be queued, which the sweeper mends',
    async (how) => {
      const elsewhere = { slug: 'broken', model: 'broken' };
      const [first = ''] = await several(2);
      const next = await limited({ route: elsewhere });
      const broken = `${ground.keys.queues}:${elsewhere.slug}:prioritized`;
      await ground.redis.set(broken, 'no sorted set');
      await ground[how]({ tenant: 'acme', id: first });
      const { keys, redis } = ground;
      expect(await redis.hget(keys.task(first), 'state')).toBe('cancelled');
      expect(await redis.exists(keys.result(first), ...(how === 'erase' ? [keys.payload(first), keys.metadata(first)] : []))).toBe(0);
      expect(await redis.zscore(`${ground.queue}:prioritized`, `${first}.1`)).toBeNull();
      await redis.del(broken);
      await redis.zadd(keys.open, 1, next);
      await ground.sweeper('a').sweep();
      expect(await redis.zrange(broken, '0', '-1')).toEqual([`${next}.2`]);
      await ground.checkLedger();
    },
  );

  it('frees the places of tasks that are gone', async () => {
    await several(3);
    await ground.redis.sadd(ground.keys.admitted('key-1'), 'task_gone', 'task_lost');
    await ground.cancel({ tenant: 'acme', id: (await ground.order())[0] ?? '' });
    expect((await held()).length).toBe(1);
    await ground.tendHeld();
    expect(await held()).toEqual([]);
  });
});
