import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { redisTimeMs } from '@millrace/store';
import type { CallReport } from '../call-report.js';
import { createGround, type Ground, request, result, usage } from '../life/ground.js';
import { only } from '../life/only.js';
import { createReadUsage } from './read-usage.js';
import type { UsageRow } from './usage-row.js';

const answered: CallReport = { verdict: 'ok', tokens: { input: 100, cachedInput: 40, output: 20 }, costNano: 123_456 };

describe('the books', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const today = async (): Promise<string> => new Date(redisTimeMs(await ground.redis.time())).toISOString().slice(0, 10);
  const rows = async (tenant?: string): Promise<readonly UsageRow[]> => {
    const found: UsageRow[] = [];
    await createReadUsage(ground)({ days: ['1999-12-31', await today()], tenant }, (row) => found.push(row));
    return found;
  };
  const succeed = async (call: CallReport, tenant = request.tenant): Promise<string> => {
    const { id } = await ground.accepted({ tenant });
    const task = await ground.opened(id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage }, call);
    return id;
  };

  it('have a call under its day, tenant, key, route and deployment, and its task tells the same cost', async () => {
    const id = await succeed(answered);
    expect(await rows('acme')).toEqual([
      {
        day: await today(),
        tenant: 'acme',
        keyId: 'key-1',
        route: 'gpt-test',
        deployment: 'd',
        sums: {
          calls: 1,
          inputTokens: 100,
          cachedInputTokens: 40,
          outputTokens: 20,
          costNano: 123_456n,
          estimatedCalls: 0,
          estimatedCostNano: 0n,
          unpricedCalls: 0,
        },
      },
    ]);
    expect((await ground.found(id)).cost).toEqual({ nano: 123_456 });
    expect((await ground.list({ tenant: 'acme', limit: 1 })).tasks[0]?.cost).toEqual({ nano: 123_456 });
  });

  it('show a tenant its own, and all tenants to whoever may see them', async () => {
    await succeed(answered, 'acme');
    await succeed(answered, 'other');
    expect((await rows('acme')).map(({ tenant }) => tenant)).toEqual(['acme']);
    expect((await rows()).map(({ tenant }) => tenant).sort()).toEqual(['acme', 'other']);
    expect(await rows('nobody')).toEqual([]);
  });

  it('do not take an unknown price for none', async () => {
    const { costNano: _, ...unpriced } = answered;
    const id = await succeed(unpriced);
    expect((await rows('acme'))[0]?.sums).toMatchObject({ calls: 1, costNano: 0n, unpricedCalls: 1 });
    expect(await ground.found(id)).not.toHaveProperty('cost');
  });

  it('do not take an answer of which nothing was counted for one that cost nothing', async () => {
    const id = await succeed({ verdict: 'ok' });
    expect((await rows('acme'))[0]?.sums).toMatchObject({ unpricedCalls: 1 });
    expect(await ground.found(id)).not.toHaveProperty('cost');
  });

  it('have no call of one that never reached the provider', async () => {
    await succeed({ verdict: 'fault', sent: false });
    expect(await rows()).toEqual([]);
  });

  it('know a price of nothing', async () => {
    const id = await succeed({ ...answered, costNano: 0 });
    expect((await rows('acme'))[0]?.sums).toMatchObject({ costNano: 0n, unpricedCalls: 0 });
    expect((await ground.found(id)).cost).toEqual({ nano: 0 });
  });

  it('add up the calls of a task, and tell that one of them has no known price', async () => {
    const { id } = await ground.accepted();
    const task = await ground.opened(id);
    const failed = { verdict: 'fault', tokens: { input: 100, cachedInput: 0, output: 7 }, estimated: true } as const;
    const first = await ground.begun(task);
    await ground.one.retryLater(first, { waitMs: 0, code: 'upstream_stream_broken', call: { ...failed, costNano: 1000 } });
    const second = await ground.begun(task);
    await ground.one.retryLater(second, { waitMs: 0, code: 'upstream_stream_broken', call: failed });
    expect((await ground.found(id)).cost).toEqual({ nano: 1000, estimated: true, partial: true });
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage }, answered);
    expect((await ground.found(id)).cost).toEqual({ nano: 124_456, estimated: true, partial: true });
    expect((await rows('acme'))[0]?.sums).toMatchObject({
      calls: 3,
      costNano: 124_456n,
      estimatedCalls: 2,
      estimatedCostNano: 1000n,
      unpricedCalls: 1,
    });
  });

  it('have nothing of an answer from the cache, which costs nothing', async () => {
    const { id } = await ground.accepted();
    await ground.one.settleCached(await ground.opened(id), { result, usage });
    expect((await ground.found(id)).cost).toEqual({ nano: 0 });
    expect(await rows('acme')).toEqual([]);
  });

  it('have a lost attempt at its estimate, until it tells after all what it used', async () => {
    const own = createGround({ leaseMs: 0 });
    const { id } = await own.accepted();
    const task = await own.opened(id);
    const priced = {
      candidates: only('d', { price: { inputPerMillion: 1, cachedInputPerMillion: 1, outputPerMillion: 2 } }),
      pickUp: 'one',
    };
    const begun = await own.one.begin(task, priced);
    if (begun.kind !== 'begun') throw new Error(`not begun but ${begun.kind}`);
    await own.longPulse();
    await own.sweeper('a').sweep();
    const lost = (await own.found(id)).cost;
    expect(lost).toEqual({ nano: expect.any(Number), estimated: true });
    expect(lost?.nano).toBeGreaterThan(0);
    expect(await own.one.settle(task, begun.attempt, { state: 'succeeded', result, usage }, answered)).toEqual({ kind: 'refused' });
    expect((await own.found(id)).cost).toEqual({ nano: 123_456 });
    const sums: UsageRow[] = [];
    await createReadUsage(own)({ days: [await today()], tenant: 'acme' }, (row) => sums.push(row));
    expect(sums).toMatchObject([{ sums: { calls: 1, costNano: 123_456n, estimatedCalls: 0, estimatedCostNano: 0n } }]);
    await own.close();
  });
});
