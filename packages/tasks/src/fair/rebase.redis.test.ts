import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createJobScripts } from '@millrace/queue';
import fc from 'fast-check';
import { route } from '../life/ground.js';
import { createTendShares } from '../tend-shares.js';
import { createShareGround, type ShareGround, unit } from './share-ground.js';

const enough = 50;

describe('tending the fair share of a route', () => {
  let ground: ShareGround;
  beforeEach(() => {
    ground = createShareGround();
  });
  afterEach(() => ground.close());

  const tend = (jobsAtOnce = 1000) =>
    createTendShares({ ...ground, jobs: createJobScripts({ queuesPrefix: ground.keys.queues }), enough, jobsAtOnce })();
  const priorityOf = async (id: string) => Number(await ground.redis.hget(`${ground.queue}:${id}.1`, 'priority'));
  const expectedOf = async (id: string) =>
    Math.max(1, Math.floor(((await ground.shareOf(id)).pass - Number((await ground.share()).base)) / unit) + 1);
  const sortedByPass = async (ids: readonly string[]) => {
    const passes = await Promise.all(ids.map(async (id) => ({ id, pass: Math.floor((await ground.shareOf(id)).pass / unit) })));
    return passes.sort((one, other) => one.pass - other.pass).map(({ pass }) => pass);
  };

  it('forgets a tenant that has nothing open and is owed nothing, and no other', async () => {
    const [spent] = [await ground.submitted({ tenant: 'spent' }), await ground.submitted({ tenant: 'busy' })];
    await ground.cancel({ tenant: 'spent', id: spent });
    const [, paidUntil] = await ground.flow('standard:busy');
    await ground.redis.hset(ground.keys.fair(route.slug), 'V', paidUntil + 1);
    const debtor = await ground.opened(await ground.submitted({ tenant: 'debtor' }));
    await ground.one.settle(debtor, await ground.begun(debtor), { state: 'failed', code: 'upstream_rejected', message: 'no' });
    expect((await ground.flow('standard:debtor'))[2]).toBe(0);
    await tend();
    expect(
      Object.keys(await ground.share())
        .filter((field) => field.includes(':'))
        .sort(),
    ).toEqual(['standard:busy', 'standard:debtor']);
  });

  it('leaves priorities alone while there is room above them', async () => {
    const ids = [await ground.submitted(), await ground.submitted()];
    await ground.redis.hset(ground.keys.fair(route.slug), 'V', enough * unit);
    const before = await Promise.all(ids.map(priorityOf));
    await tend();
    expect(await Promise.all(ids.map(priorityOf))).toEqual(before);
    expect((await ground.share()).base).toBe('0');
  });

  it('finds jobs that had reached the limit of priorities their places again', async () => {
    await ground.redis.hset(ground.keys.fair(route.slug), 'mean', 100_000_000);
    const ids: string[] = [];
    // Each costs 100,000 priorities; beyond the limit they stand in the order they came.
    for (let n = 0; n < 25; n += 1) ids.push(await ground.submitted({ tenant: 'a' }));
    const [other] = [await ground.submitted({ tenant: 'b', priority: 'bulk' })];
    expect(await priorityOf(ids[24] ?? '')).toBe(2_097_151);
    await ground.redis.hset(ground.keys.fair(route.slug), 'V', String(2_000_000 * unit));
    await tend();
    expect(await Promise.all(ids.map(priorityOf))).toEqual(await Promise.all(ids.map(expectedOf)));
    expect((await ground.order()).filter((id) => id !== other)).toEqual(ids);
  });

  it('rewrites those with the same pass too, one at a time', async () => {
    await ground.redis.hset(ground.keys.fair(route.slug), 'mean', 60_000);
    const ids: string[] = [];
    for (const tenant of ['a', 'b', 'c']) for (const _ of [1, 2]) ids.push(await ground.submitted({ tenant }));
    await ground.redis.hset(ground.keys.fair(route.slug), 'V', String((enough + 5) * unit));
    for (let calls = 0; calls < 60; calls += 1) await tend(1);
    expect((await ground.share()).rebase).toBeUndefined();
    expect(await Promise.all(ids.map(priorityOf))).toEqual(await Promise.all(ids.map(expectedOf)));
    expect(await priorityOf(ids[1] ?? '')).toBeLessThan(10);
  });

  it('keeps the order of all that wait, in every place and however many at a time, and changes nothing when repeated', async () => {
    const task = fc.record({
      tenant: fc.constantFrom('a', 'b', 'c'),
      priority: fc.constantFrom('interactive' as const, 'standard' as const, 'bulk' as const),
      maxTokens: fc.integer({ min: 1, max: 60_000 }),
      place: fc.constantFrom('waiting', 'waiting', 'active', 'wait', 'delayed'),
    });
    await ground.redis.hset(ground.keys.fair(route.slug), 'mean', 60_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(task, { minLength: 2, maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 60, max: 400 }),
        async (tasks, atOnce, V) => {
          await ground.redis.del(
            ground.keys.fair(route.slug),
            ...['prioritized', 'active', 'wait', 'delayed'].map((place) => `${ground.queue}:${place}`),
          );
          await ground.redis.hset(ground.keys.fair(route.slug), 'mean', 60_000);
          const ids: string[] = [];
          for (const { place, maxTokens, ...by } of tasks) {
            const id = await ground.submitted({ ...by, payload: { messages: [], maxTokens } });
            ids.push(id);
            if (place === 'waiting') continue;
            await ground.redis.zrem(`${ground.queue}:prioritized`, `${id}.1`);
            if (place === 'delayed') await ground.redis.zadd(`${ground.queue}:delayed`, 1, `${id}.1`);
            else await ground.redis.lpush(`${ground.queue}:${place}`, `${id}.1`);
          }
          const waiting = await ground.order();
          const passesBefore = await sortedByPass(waiting);
          await ground.redis.hset(ground.keys.fair(route.slug), 'V', String(V * unit));
          for (let call = 0; call < 8; call += 1) await tend(atOnce);
          const share = await ground.share();
          expect(share.rebase).toBeUndefined();
          expect(Number(share.base)).toBe((V - 1) * unit);
          expect(await Promise.all(ids.map(priorityOf))).toEqual(await Promise.all(ids.map(expectedOf)));
          const after = await ground.order();
          const floors = await Promise.all(after.map(async (id) => Math.floor((await ground.shareOf(id)).pass / unit)));
          // What lies behind the virtual time has one priority, so only what lies before it is told apart.
          expect(floors.filter((pass) => pass >= V)).toEqual(passesBefore.filter((pass) => pass >= V));
          const scores = await ground.redis.zrange(`${ground.queue}:prioritized`, '0', '-1', 'WITHSCORES');
          await tend(atOnce);
          expect(await ground.redis.zrange(`${ground.queue}:prioritized`, '0', '-1', 'WITHSCORES')).toEqual(scores);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});
