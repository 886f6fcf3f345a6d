import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGround, type Ground, request, result, usage } from './ground.js';
import { only } from './only.js';
import { tracesOf } from './traces-of.js';

const canary = 'canary-4711';
const secretive = {
  payload: { messages: [{ role: 'user' as const, content: canary }], metadata: { [canary]: canary } },
};
const answer = { ...result, text: canary, message: { role: 'assistant' as const, content: canary } };

describe('erasing a task', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const erase = (id: string, tenant = request.tenant) => ground.erase({ tenant, id });
  const traces = () => tracesOf(ground, canary);

  it('that waits cancels it and leaves nothing of it', async () => {
    const { id } = await ground.accepted(secretive);
    expect(await traces()).not.toEqual([]);
    expect(await erase(id)).toEqual({ kind: 'erased', state: 'cancelled', erasedAtMs: expect.any(Number) });
    expect(await traces()).toEqual([]);
    expect((await ground.keysNow()).filter((key) => key.includes(id))).toEqual([ground.keys.task(id)]);
    expect(await ground.checkLedger()).toMatchObject({ cancelled: 1, open: 0 });
  });

  it('leaves nothing of it though its queue is broken', async () => {
    const { id } = await ground.accepted(secretive);
    await ground.redis.set(`${ground.keys.queues}:${request.route.slug}:active`, 'no list');
    await erase(id).catch(() => {});
    expect(await traces()).toEqual([]);
    expect(await erase(id)).toMatchObject({ kind: 'erased', state: 'cancelled' });
    expect(await ground.checkLedger()).toMatchObject({ cancelled: 1, open: 0 });
  });

  it('that has ended leaves how it ended and nothing else, and answers alike when repeated', async () => {
    const { id } = await ground.accepted(secretive);
    const task = await ground.opened(id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result: answer, usage });
    const erased = await erase(id);
    expect(erased).toEqual({ kind: 'erased', state: 'succeeded', erasedAtMs: expect.any(Number) });
    expect(await traces()).toEqual([]);
    expect(await erase(id)).toEqual(erased);
    expect(await ground.checkLedger()).toMatchObject({ succeeded: 1, cancelled: 0 });
    expect(await ground.redis.pttl(ground.keys.task(id))).toBeGreaterThan(0);
  });

  it('takes it out of the list of its tenant', async () => {
    const { id } = await ground.accepted();
    await ground.redis.zadd(ground.keys.tenantTasks(request.tenant), '1', id, '2', 'another');
    await erase(id);
    expect(await ground.redis.zrange(ground.keys.tenantTasks(request.tenant), '0', '-1')).toEqual(['another']);
  });

  it('leaves nothing that a question could be guessed from, and its idempotency key leads to it still, whatever comes with it', async () => {
    const idempotency = { key: 'k', digest: canary };
    const { id } = await ground.accepted({ idempotency });
    expect(await traces()).not.toEqual([]);
    await erase(id);
    expect(await traces()).toEqual([]);
    expect(await ground.submit({ ...request, idempotency })).toEqual({ kind: 'replayed', id });
    expect(await ground.submit({ ...request, idempotency: { ...idempotency, digest: 'other' } })).toEqual({ kind: 'replayed', id });
    const [key = ''] = (await ground.keysNow()).filter((one) => one.includes(':idempotency:'));
    expect(await ground.redis.pttl(key)).toBeGreaterThan(0);
    expect(await ground.checkLedger()).toMatchObject({ submitted: 1 });
  });

  it('takes the answer kept for others with it, and tells the workers', async () => {
    const { id } = await ground.accepted(secretive);
    const task = await ground.opened(id);
    const begun = await ground.one.begin(task, { candidates: only('d'), pickUp: 'pick-up', digest: 'digest-1' });
    const keep = { digest: 'digest-1', ttlSeconds: 60 };
    if (begun.kind === 'begun') await ground.one.settle(task, begun.attempt, { state: 'succeeded', result: answer, usage, keep });
    expect(await traces()).toContain(ground.keys.cachedAnswer('digest-1'));
    const told = await ground.listenTo(ground.keys.erasures);
    await erase(id);
    expect(await told.first).toBe('digest-1');
    expect(await traces()).toEqual([]);
  });

  it('takes with it also the answer that another had given', async () => {
    const task = await ground.opened((await ground.accepted(secretive)).id);
    await ground.one.settleCached(task, { result: answer, usage }, 'digest-2');
    await ground.redis.set(ground.keys.cachedAnswer('digest-2'), canary);
    await erase(task.id);
    expect(await traces()).toEqual([]);
  });

  it('that runs leaves nothing, however its worker goes on', async () => {
    const { id } = await ground.accepted(secretive);
    const task = await ground.opened(id);
    const attempt = await ground.begun(task);
    const delta = { attempt, index: 0, text: canary, toldUnits: canary.length, toldToolCalls: false };
    expect(await ground.one.flush([delta])).toEqual([{ kind: 'told', followers: 0 }]);
    expect(await traces()).toContain(ground.keys.events(id));
    const told = await ground.listenTo(ground.keys.cancels);
    expect(await erase(id)).toMatchObject({ kind: 'erased', state: 'running' });
    expect(await told.first).toBe(`${id} ${attempt.fence}`);
    expect(await traces()).toEqual([]);
    await ground.one.flush([{ ...delta, index: 1 }]);
    expect(await ground.one.renew([attempt])).toEqual(new Map([[id, 'cancelled']]));
    const ending = { state: 'succeeded', result: answer, usage, keep: { digest: 'digest-3', ttlSeconds: 60 } } as const;
    expect(await ground.one.settle(task, attempt, ending)).toMatchObject({ kind: 'settled', state: 'cancelled' });
    expect(await traces()).toEqual([]);
    expect(await ground.redis.hget(ground.keys.task(id), 'usage')).toContain('totalTokens');
    expect(await erase(id)).toMatchObject({ kind: 'erased', state: 'cancelled' });
    expect(await ground.checkLedger()).toMatchObject({ cancelled: 1, open: 0 });
  });

  it('whose worker has died ends it once its lease has run out', async () => {
    const { id } = await ground.accepted(secretive);
    await ground.begun(await ground.opened(id));
    await erase(id);
    await ground.longPulse();
    await ground.redis.zadd(ground.keys.attempts, 'XX', 1, id);
    await ground.sweeper('a').sweep();
    expect(await ground.read({ tenant: request.tenant, id })).toMatchObject({ kind: 'erased', state: 'cancelled' });
    expect(await ground.checkLedger()).toMatchObject({ cancelled: 1, open: 0, lostAttempts: 1 });
  });

  it('of another tenant does nothing', async () => {
    const { id } = await ground.accepted(secretive);
    expect(await erase(id, 'another')).toEqual({ kind: 'unknown' });
    expect((await ground.found(id)).metadata).toEqual({ [canary]: canary });
  });
});
