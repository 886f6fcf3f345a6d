import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CallReport } from '../call-report.js';
import { createLimiterGround, credential, deployment, type LimiterGround, noon } from './limiter-ground.js';

let ground: LimiterGround;
beforeEach(() => {
  ground = createLimiterGround();
});
afterEach(() => ground.close());

const limited = (retryAfterMs?: number): CallReport => ({ verdict: 'limited', ...(retryAfterMs !== undefined && { retryAfterMs }) });

describe('a provider that asked for quiet', () => {
  it('is asked nothing before its time, by a grant or by an attempt that had room reserved', async () => {
    let runs = 0;
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 4000 }),
      does: fc.constantFrom('begin' as const, 'begin' as const, 'begin' as const, 'limited' as const, 'ok' as const),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: undefined }),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    const limits = fc.constantFrom({}, { requestsPerMinute: 60 }, { requestsPerMinute: 1000, tokensPerMinute: 100_000 });
    await fc.assert(
      fc.asyncProperty(limits, fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), async (own, steps) => {
        runs += 1;
        const tiers = [[deployment(`d ${runs}`, { limits: own })]];
        const waiting: { readonly id: string; readonly atMs: number }[] = [];
        const sent: string[] = [];
        let [now, notBefore] = [noon, 0];
        for (const { afterMs, does, retryAfterMs, random } of steps) {
          now += afterMs;
          // Who waited in place asks once more before it calls.
          for (const attempt of waiting.splice(0)) {
            const startIn = await ground.confirm(now, attempt.id);
            expect(now + startIn).toBeGreaterThanOrEqual(Math.max(notBefore, attempt.atMs) - 1);
            if (startIn === 0) sent.push(attempt.id);
            else if (startIn > 2000) await ground.end(now, attempt.id, { verdict: 'unsent' });
            else waiting.push(attempt);
          }
          const id = does === 'begin' ? undefined : sent.shift();
          if (id !== undefined) {
            await ground.end(now, id, does === 'ok' ? { verdict: 'ok' } : limited(retryAfterMs), random);
            if (does === 'limited') notBefore = Math.max(notBefore, now + (retryAfterMs ?? 0));
          }
          const asked = await ground.ask(now, tiers, { random });
          if (asked.kind === 'begun') {
            expect(asked.atMs).toBeGreaterThanOrEqual(notBefore);
            waiting.push(asked);
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it.each([
    ['requests', { requestsPerMinute: 600 }, 100],
    ['tokens', { tokensPerMinute: 6000 }, 100],
  ] as const)('is not asked all at once afterwards: what waits in place keeps its distance, by %s', async (_, limits, apartMs) => {
    const tiers = [[deployment('a', { limits })]];
    const size = { input: 5, output: 5 };
    const sent = await ground.begun(noon, tiers, { size });
    const waiting: { readonly id: string; readonly atMs: number }[] = [];
    for (;;) {
      const asked = await ground.ask(noon, tiers, { size });
      if (asked.kind === 'wait') break;
      // The others are on their way already.
      if (asked.atMs > noon + 50) waiting.push(asked);
    }
    expect(waiting.length).toBeGreaterThan(5);
    await ground.end(noon + 50, sent.id, limited(1000));

    const starts: number[] = [];
    for (const { id, atMs } of waiting) {
      // As `wait-for-room.ts` does.
      let now = atMs;
      for (let leftMs = await ground.confirm(now, id); leftMs > 0; leftMs = await ground.confirm(now, id)) now += leftMs;
      starts.push(now);
    }
    starts.sort((one, other) => one - other);
    expect(starts[0]).toBeGreaterThanOrEqual(noon + 1050);
    const distances = starts.slice(1).map((at, n) => at - (starts[n] ?? 0));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(apartMs - 1);
  });

  it('is left alone a little longer than it said, so that not all come at once, and for a day at most', async () => {
    const tiers = [[deployment('a', { limits: { requestsPerMinute: 6000 } })]];
    const { id } = await ground.begun(noon, tiers);
    await ground.end(noon, id, limited(20_000), 0.9);
    const asked = await ground.ask(noon, tiers);
    // The last call before it takes ten milliseconds of the pace.
    expect(asked.kind === 'wait' && asked.waitMs).toBe(18_911);
    const other = [[deployment('b')]];
    await ground.end(noon, (await ground.begun(noon, other)).id, limited(1e14));
    const { not_before } = await ground.limiter('d:b');
    expect(Number(not_before) - noon).toBeLessThanOrEqual(86_401_000);
  });

  it('that names no time is left alone for twice as long after each refusal, a minute at most, and all that were under way count as one', async () => {
    const tiers = [[deployment('a', { limits: { maxInFlight: 100 } })]];
    let now = noon;
    const seen: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      const ids: string[] = [];
      for (const _ of [1, 2, 3]) {
        const asked = await ground.ask(now, tiers);
        if (asked.kind === 'begun') ids.push(asked.id);
      }
      for (const id of ids) await ground.end(now + 1, id, limited(), 0.999_999);
      const notBefore = Number((await ground.limiter('d:a')).not_before);
      seen.push(Math.round((notBefore - now) / 1000));
      now = notBefore + 1;
    }
    expect(seen).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    await ground.end(now, (await ground.begun(now, tiers)).id, { verdict: 'ok' });
    await ground.end(now, (await ground.begun(now, tiers)).id, limited(), 0.999_999);
    expect(Math.round((Number((await ground.limiter('d:a')).not_before) - now) / 1000)).toBe(1);
  });
});

describe('what a provider tells of its limits', () => {
  const told = (rateLimits: NonNullable<CallReport['rateLimits']>): CallReport => ({ verdict: 'ok', rateLimits });
  /** How many calls a minute may hold now. */
  const inAMinute = async (from: number, tiers: Parameters<LimiterGround['ask']>[1]): Promise<number> => {
    let [count, now] = [0, from];
    while (now < from + 60_000) {
      const asked = await ground.ask(now, tiers);
      if (asked.kind === 'wait') now += asked.waitMs;
      else if (asked.atMs < from + 60_000) count += 1;
      else break;
      if (asked.kind === 'begun') await ground.end(now, asked.id, { verdict: 'neutral', tokens: { input: 1, cachedInput: 0, output: 1 } });
    }
    return count;
  };

  it.each([
    [{ requestsPerMinute: 200 }, 60, 58, 61],
    [{ requestsPerMinute: 60 }, 5000, 58, 61],
    [{}, 60, 58, 61],
  ])('lowers declared limits of %j to %d, never raises them', async (limits, limitRequests, least, most) => {
    const tiers = [[deployment('a', { limits })]];
    await ground.end(noon, (await ground.begun(noon, tiers)).id, told({ limitRequests }));
    const count = await inAMinute(noon + 120_000, tiers);
    expect(count).toBeGreaterThanOrEqual(least);
    expect(count).toBeLessThanOrEqual(most);
  });

  it('is forgotten five minutes after it was last told', async () => {
    const tiers = [[deployment('a', { limits: { requestsPerMinute: 200 } })]];
    await ground.end(noon, (await ground.begun(noon, tiers)).id, told({ limitRequests: 10 }));
    expect(await inAMinute(noon + 301_000, tiers)).toBeGreaterThan(190);
  });

  it.each([0, 0.5, -3])('of %d requests a minute is no limit', async (limitRequests) => {
    const tiers = [[deployment('a')]];
    await ground.end(noon, (await ground.begun(noon, tiers)).id, told({ limitRequests, limitTokens: limitRequests }));
    expect(await ground.ask(noon + 1, tiers)).toMatchObject({ kind: 'begun' });
  });

  it('that nothing is left holds back what would be sent at once', async () => {
    const limits = { requestsPerMinute: 6000, tokensPerMinute: 600_000 };
    const [few, none] = [[[deployment('a', { limits })]], [[deployment('b', { limits })]]];
    await ground.end(noon, (await ground.begun(noon, few)).id, told({ remainingRequests: 3000, remainingTokens: 300_000 }));
    await ground.end(noon, (await ground.begun(noon, none)).id, told({ remainingRequests: 0, remainingTokens: 300_000 }));
    expect((await ground.begun(noon + 1, few)).atMs).toBe(noon + 1);
    expect((await ground.begun(noon + 1, none)).atMs).toBeGreaterThan(noon + 8);
    const tokens = [[deployment('c', { limits })]];
    await ground.end(noon, (await ground.begun(noon, tokens)).id, told({ remainingRequests: 3000, remainingTokens: 0 }));
    expect((await ground.begun(noon + 1, tokens, { size: { input: 1000, output: 0 } })).atMs).toBeGreaterThan(noon + 90);
  });

  it('that makes no sense harms nothing', async () => {
    const tiers = [[deployment('a', { credential: credential('key', { requestsPerMinute: 100 }) })]];
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300];
    for (const value of odd) {
      const report: CallReport = {
        verdict: 'limited',
        retryAfterMs: value === 1e300 ? 0 : value,
        costNano: value,
        tokens: { input: value, cachedInput: value, output: value },
        rateLimits: { limitRequests: value, remainingRequests: value, limitTokens: value, remainingTokens: value },
      };
      const { id } = await ground.begun(noon + 1e6 * (1 + odd.indexOf(value)), tiers);
      expect(await ground.end(noon + 1e6 * (1 + odd.indexOf(value)), id, report)).toBe('');
    }
    expect(await ground.ask(noon + 1e7, tiers)).toMatchObject({ kind: 'begun', atMs: noon + 1e7 });
    expect(await ground.inFlight('d:a')).toBe(1);
  });
});
