import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGround, type Ground, request, result, usage } from '../life/ground.js';
import { only } from '../life/only.js';

const candidates = only('d', { price: { inputPerMillion: 1, cachedInputPerMillion: 1, outputPerMillion: 1 } });
const costing = (costNano: number) => ({ verdict: 'ok', tokens: { input: 1, cachedInput: 0, output: 1 }, costNano }) as const;
const keyLimits = { budget: { dailyNano: 1, onExhausted: 'hold' } } as const;

describe('the budget of a key', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const budget = (fields: Record<string, string | number>) =>
    ground.redis.hset(ground.keys.apiKey(request.keyId), { tenant: 'acme', ...fields });
  const begin = async (id: string) => ground.one.begin(await ground.opened(id), { candidates, pickUp: randomUUID() });
  const run = async (id: string, costNano: number) => {
    const task = await ground.opened(id);
    const begun = await ground.one.begin(task, { candidates, pickUp: randomUUID() });
    if (begun.kind !== 'begun') throw new Error(`not begun but ${begun.kind}`);
    return ground.one.settle(task, begun.attempt, { state: 'succeeded', result, usage }, costing(costNano));
  };
  const spend = () => ground.redis.hgetall(ground.keys.spend(request.keyId));

  it('holds new tasks once it is used up, and queues them when it is raised', async () => {
    await budget({ daily_budget: 1_000_000_000 });
    await run((await ground.accepted({ keyLimits })).id, 1_000_000_000);
    const { id, waitingReason } = await ground.accepted({ keyLimits });
    expect(waitingReason).toBe('budget_exhausted');
    await ground.tendHeld();
    expect((await ground.found(id)).waitingReason).toBe('budget_exhausted');
    await budget({ daily_budget: 2_000_000_000 });
    await ground.tendHeld();
    expect((await ground.found(id)).waitingReason).toBeUndefined();
    await run(id, 5);
    expect(await spend()).toMatchObject({ day_spent: '1000000005', reserved: '0' });
  });

  it('refuses new tasks if the key says so, and says which budget it is and when it is new', async () => {
    await budget({ monthly_budget: 1_000_000_000, on_exhausted: 'refuse' });
    await run((await ground.accepted({ keyLimits })).id, 1_000_000_000);
    const outcome = await ground.submit({ ...request, keyLimits });
    expect(outcome).toEqual({ kind: 'budget_exhausted', period: 'month', resetMs: expect.any(Number) });
  });

  it('has what its calls may cost set aside, and holds a task that no money is left for, with no attempt used', async () => {
    const [first, second] = [await ground.accepted(), await ground.accepted()];
    await budget({ daily_budget: 800_000 });
    const begun = await begin(first.id);
    expect(begun.kind).toBe('begun');
    expect((await begin(second.id)).kind).toBe('over');
    expect(await ground.found(second.id)).toMatchObject({ state: 'queued', waitingReason: 'budget_exhausted', attempts: 0 });
    if (begun.kind !== 'begun') return;
    // What was set aside comes back: the call cost nothing.
    await ground.one.settle(await ground.opened(first.id), begun.attempt, { state: 'succeeded', result, usage }, costing(0));
    await ground.tendHeld();
    const queued = await ground.found(second.id);
    expect([queued.waitingReason, queued.run]).toEqual([undefined, 2]);
    await ground.cancel({ tenant: 'acme', id: second.id });
    expect(await spend()).toMatchObject({ reserved: '0' });
    await ground.checkLedger();
  });
});
