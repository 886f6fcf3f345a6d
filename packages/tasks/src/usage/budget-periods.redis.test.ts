import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@millrace/runtime';
import { createAttempts } from '../create-attempts.js';
import { createGround, type Ground, request, result, usage } from '../life/ground.js';
import { only } from '../life/only.js';

const candidates = only('d', { price: { inputPerMillion: 1, cachedInputPerMillion: 1, outputPerMillion: 1 } });
const costing = (costNano: number) => ({ verdict: 'ok', tokens: { input: 1, cachedInput: 0, output: 1 }, costNano }) as const;
const keyLimits = { budget: { dailyNano: 1, onExhausted: 'hold' } } as const;
const dollar = 1_000_000_000;

describe('the budget of a key in the course of time', () => {
  let ground: Ground;
  let news: string[];
  let worker: Ground['one'];
  beforeEach(() => {
    ground = createGround();
    news = [];
    const { redis, keys, seal, jobs } = ground;
    worker = createAttempts({
      ...{ redis, keys, seal, jobs, clock: systemClock, worker: 'worker-1', routes: () => ['gpt-test'], maxLostAttempts: 5 },
      ...{ resultTtlSeconds: 3600, tombstoneTtlSeconds: 7200 },
      onBudgetNews: ({ kind, period, keyId }) => void news.push(`${kind} ${period} ${keyId}`),
    });
  });
  afterEach(() => ground.close());

  const budget = (fields: Record<string, string | number>, id: string = request.keyId) =>
    ground.redis.hset(ground.keys.apiKey(id), { tenant: 'acme', ...fields });
  const run = async (id: string, costNano: number) => {
    const task = await ground.opened(id);
    const begun = await worker.begin(task, { candidates, pickUp: randomUUID() });
    if (begun.kind !== 'begun') throw new Error(`not begun but ${begun.kind}`);
    return worker.settle(task, begun.attempt, { state: 'succeeded', result, usage }, costing(costNano));
  };
  const spend = (account: string = request.keyId) => ground.redis.hgetall(ground.keys.spend(account));
  /** As if all that was spent had been spent on another day, or in another month. */
  const backDate = (period: 'day' | 'month') =>
    ground.redis.hset(ground.keys.spend(request.keyId), period === 'day' ? { day: '2026-01-31' } : { day: '2026-01-31', month: '2026-01' });
  const waiting = async (id: string) => (await ground.found(id)).waitingReason;

  it.each([
    ['day', 'daily_budget'],
    ['month', 'monthly_budget'],
  ] as const)('is new with the next %s: what was held is queued, and what would be refused is accepted', async (period, field) => {
    await budget({ [field]: dollar });
    await run((await ground.accepted({ keyLimits })).id, dollar);
    const held = await ground.accepted({ keyLimits });
    await budget({ on_exhausted: 'refuse' });
    expect((await ground.submit({ ...request, keyLimits })).kind).toBe('budget_exhausted');
    await ground.tendHeld();
    expect(await waiting(held.id)).toBe('budget_exhausted');

    await backDate(period);
    await ground.tendHeld();
    expect(await waiting(held.id)).toBeUndefined();
    expect((await ground.submit({ ...request, keyLimits })).kind).toBe('accepted');
    await run(held.id, 7);
    expect(await spend()).toMatchObject({ [`${period}_spent`]: '7' });
  });

  it('of a month is not new with the next day', async () => {
    await budget({ monthly_budget: dollar, on_exhausted: 'refuse' });
    await run((await ground.accepted({ keyLimits })).id, dollar);
    await backDate('day');
    expect((await ground.submit({ ...request, keyLimits })).kind).toBe('budget_exhausted');
  });

  it('is told of at four fifths and at its end, once each, however many calls end together, and again in the next period', async () => {
    await budget({ daily_budget: dollar });
    const tasks = await Promise.all(Array.from({ length: 10 }, () => ground.accepted()));
    await Promise.all(tasks.map(({ id }) => run(id, dollar / 10)));
    expect(news.sort()).toEqual([`exhausted day ${request.keyId}`, `warning day ${request.keyId}`]);
    await backDate('day');
    await ground.redis.hset(ground.keys.spend(request.keyId), { warning_day: `2026-01-31 ${dollar}` });
    await run((await ground.accepted()).id, 0.8 * dollar);
    expect(news).toHaveLength(3);
    expect(news[2]).toBe(`warning day ${request.keyId}`);
  });

  it('that is raised tells anew when four fifths of the new one are spent', async () => {
    await budget({ daily_budget: dollar });
    await run((await ground.accepted()).id, 0.9 * dollar);
    await budget({ daily_budget: 10 * dollar });
    await run((await ground.accepted()).id, 0.9 * dollar);
    expect(news).toHaveLength(1);
    await run((await ground.accepted()).id, 6.5 * dollar);
    expect(news).toHaveLength(2);
  });

  it('belongs to a key and the one that replaces it together', async () => {
    await budget({ daily_budget: dollar });
    await run((await ground.accepted()).id, 0.6 * dollar);
    // As `rotate-key.lua` leaves them.
    await budget({ rotated_to: 'newer' });
    await budget({ account: request.keyId, daily_budget: dollar, on_exhausted: 'refuse' }, 'newer');
    await run((await ground.accepted({ keyId: 'newer' })).id, 0.4 * dollar);
    expect(await spend()).toMatchObject({ day_spent: String(dollar), reserved: '0' });
    expect(news.at(-1)).toBe('exhausted day newer');
    for (const keyId of ['newer', request.keyId]) {
      expect((await ground.submit({ ...request, keyId, keyLimits })).kind).toBe('budget_exhausted');
    }
  });

  it('that is taken away lets everything go on', async () => {
    await budget({ daily_budget: dollar });
    await run((await ground.accepted({ keyLimits })).id, dollar);
    const held = await ground.accepted({ keyLimits });
    await budget({ daily_budget: '' });
    await ground.tendHeld();
    expect(await waiting(held.id)).toBeUndefined();
  });
});
