import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { result, route } from '../life/ground.js';
import { createShareGround, type ShareGround, unit } from './share-ground.js';

const used = (totalTokens: number) => ({ inputTokens: 0, outputTokens: totalTokens, totalTokens });

describe('the fair share of a route', () => {
  let ground: ShareGround;
  beforeEach(() => {
    ground = createShareGround();
  });
  afterEach(() => ground.close());

  const many = (count: number, by: Parameters<ShareGround['submitted']>[0]) =>
    Promise.all(Array.from({ length: count }, () => ground.submitted(by)));
  const run = async (id: string, tokens: number) => {
    const task = await ground.opened(id);
    const attempt = await ground.begun(task);
    await ground.one.settle(task, attempt, { state: 'succeeded', result, usage: used(tokens) });
    await ground.jobDone(id);
  };

  const addedAnew = async (id: string) => {
    await ground.redis.zrem(`${ground.queue}:prioritized`, `${id}.1`);
    await ground.redis.del(`${ground.queue}:${id}.1`);
    await ground.redis.zadd(ground.keys.open, 1, id);
    await ground.sweeper('a').sweep();
  };

  it('takes tenants in turn, whoever came first and with however many', async () => {
    await ground.costsOneUnit();
    const first = await many(6, { tenant: 'a' });
    const second = await many(2, { tenant: 'b' });
    expect(await ground.order()).toEqual([first[0], second[0], first[1], second[1], ...first.slice(2)]);
  });

  it('begins a newcomer where the route is, not where it was when the others came', async () => {
    await ground.costsOneUnit();
    const first = await many(6, { tenant: 'a' });
    for (const _ of [1, 2, 3]) await ground.begun(await ground.opened((await ground.taken()) ?? ''));
    const late = await many(3, { tenant: 'b' });
    expect(await ground.order()).toEqual([late[0], first[3], late[1], first[4], late[2], first[5]]);
  });

  it('gives classes and keys as many turns as they weigh, and the lightest its own', async () => {
    await ground.costsOneUnit();
    const light = await many(2, { tenant: 'a', priority: 'bulk' });
    const heavy = await many(20, { tenant: 'b', priority: 'interactive', keyLimits: { weight: 2 } });
    const order = await ground.order();
    expect(order.indexOf(light[0] ?? '')).toBeLessThan(9);
    // A bulk task costs four priorities, one of the others an eighth: 32 of them for one.
    expect(order.indexOf(light[1] ?? '')).toBe(21);
    expect(order.filter((id) => heavy.includes(id))).toEqual(heavy);
  });

  it('keeps the order in which a tenant submitted', async () => {
    const ids = await many(40, { tenant: 'a' });
    expect(await ground.order()).toEqual(ids);
  });

  it('charges what goes in and what comes out on the mean, but no more than may come out', async () => {
    const short = await ground.submitted({ payload: { messages: [], maxTokens: 10 } });
    const long = await ground.submitted({ payload: { messages: [{ role: 'user', content: 'x'.repeat(4000) }], maxTokens: 100_000 } });
    expect((await ground.shareOf(short)).estimate).toBe(10 + Math.ceil(JSON.stringify({ messages: [], maxTokens: 10 }).length / 4));
    expect((await ground.shareOf(long)).estimate).toBeGreaterThan(1500);
    expect((await ground.shareOf(long)).estimate).toBeLessThan(1530);
  });

  it('learns from what comes out, and charges by that once nobody stands in line who was charged otherwise', async () => {
    const [before = ''] = await many(1, { tenant: 'b' });
    await run(await ground.submitted(), 820);
    expect(Number((await ground.share()).learned)).toBe(510);
    const [beside = ''] = await many(1, { tenant: 'c' });
    expect((await ground.shareOf(beside)).estimate).toBe((await ground.shareOf(before)).estimate);
    for (const [tenant, id] of [['b', before] as const, ['c', beside] as const]) await ground.cancel({ tenant, id });
    await ground.redis.del(`${ground.queue}:prioritized`);
    const [anew = ''] = await many(1, { tenant: 'c' });
    expect((await ground.shareOf(anew)).estimate).toBe((await ground.shareOf(before)).estimate + 10);
  });

  it('gives back what was charged for more than was used, and takes what was used beyond', async () => {
    const ids = await many(3, { tenant: 'acme' });
    const { charged, estimate } = await ground.shareOf(ids[0] ?? '');
    await run(ids[0] ?? '', estimate / 2);
    expect((await ground.flow())[1]).toBe(3 * charged - Math.floor(charged / 2 + 0.5));
    await run(ids[1] ?? '', estimate * 3);
    expect((await ground.flow())[1]).toBe(5 * charged - Math.floor(charged / 2 + 0.5));
  });

  it('gives back all of a task that never began or was answered from the cache, and nothing of one whose use is not known', async () => {
    const [cancelled = '', cached = '', unknown = '', last = ''] = await many(4, { tenant: 'acme' });
    const { charged } = await ground.shareOf(last);
    await ground.cancel({ tenant: 'acme', id: cancelled });
    expect((await ground.flow()).slice(1)).toEqual([3 * charged, 3]);
    await ground.one.settleCached(await ground.opened(cached), { result, usage: used(5000) });
    expect((await ground.flow()).slice(1)).toEqual([2 * charged, 2]);
    const task = await ground.opened(unknown);
    await ground.one.settle(task, await ground.begun(task), { state: 'failed', code: 'upstream_rejected', message: 'no' });
    expect((await ground.flow()).slice(1)).toEqual([2 * charged, 1]);
  });

  it('lets credit buy later tasks without putting one before an older one that waits', async () => {
    const ids = await many(4, { tenant: 'acme' });
    await run(ids[0] ?? '', 1);
    await run(ids[1] ?? '', 1);
    const next = await ground.submitted();
    expect((await ground.order()).at(-1)).toBe(next);
    expect((await ground.shareOf(next)).pass).toBe(1 + (await ground.shareOf(ids[3] ?? '')).pass);
  });

  it('holds nothing against a tenant that cancelled all it had submitted', async () => {
    await ground.costsOneUnit();
    const cancelled = await many(50, { tenant: 'a' });
    const others = await many(3, { tenant: 'b' });
    for (const id of cancelled) await ground.cancel({ tenant: 'a', id });
    const next = await ground.submitted({ tenant: 'a' });
    expect(await ground.order()).toEqual([others[0], next, others[1], others[2]]);
  });

  it('begins anew when nothing is left of the route, and keeps what it has learned', async () => {
    await many(2, { tenant: 'b' }).then((ids) => Promise.all(ids.map((id) => ground.cancel({ tenant: 'b', id }))));
    const id = await ground.submitted();
    await ground.redis.hset(ground.keys.fair(route.slug), 'V', 7 * unit + 1);
    await run(id, 820);
    await ground.redis.del(`${ground.queue}:prioritized`);
    const next = await ground.submitted({ tenant: 'c' });
    expect(Object.keys(await ground.share()).sort()).toEqual(['V', 'base', 'learned', 'mean', 'standard:c']);
    expect(await ground.share()).toMatchObject({ V: String(8 * unit), base: String(8 * unit), mean: '510.00' });
    expect(await ground.redis.hget(`${ground.queue}:${next}.1`, 'priority')).toBe('1');
  });

  it.each(['active', 'wait'])('does not begin anew while a job is in %s', async (place) => {
    await many(3, { tenant: 'a' });
    await ground.redis.del(`${ground.queue}:prioritized`);
    await ground.redis.lpush(`${ground.queue}:${place}`, 'task_x.1');
    await ground.submitted({ tenant: 'b' });
    expect((await ground.flow('standard:a'))[2]).toBe(3);
  });

  it('never lets the virtual time go back, whatever begins late', async () => {
    await ground.costsOneUnit();
    const ids = await many(3, { tenant: 'a' });
    await ground.begun(await ground.opened(ids[2] ?? ''));
    const { V } = await ground.share();
    await ground.begun(await ground.opened(ids[0] ?? ''));
    expect((await ground.share()).V).toBe(V);
    expect(Number(V)).toBe((await ground.shareOf(ids[2] ?? '')).pass);
  });

  it('gives a job that is added anew the pass its task has', async () => {
    await ground.costsOneUnit();
    const ids = await many(5, { tenant: 'a' });
    await addedAnew(ids[1] ?? '');
    expect(await ground.order()).toEqual(ids);
  });

  it('does not put a job that is added anew behind what its flow has come to since it began anew', async () => {
    await ground.costsOneUnit();
    const [first, second, lost = ''] = await many(3, { tenant: 'a' });
    await ground.redis.del(ground.keys.fair(route.slug));
    await addedAnew(lost);
    expect(await ground.order()).toEqual([first, lost, second]);
  });
});
