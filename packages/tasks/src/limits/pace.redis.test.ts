import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallLimits } from '@millrace/config';
import fc from 'fast-check';
import type { CallReport } from '../call-report.js';
import { createLimiterGround, credential, deployment, type LimiterGround, noon } from './limiter-ground.js';
import { type Call, mostInAMinute, type Play, playCalls } from './play-calls.js';

let ground: LimiterGround;
beforeEach(() => {
  ground = createLimiterGround();
});
afterEach(() => ground.close());

const used = (input: number, output: number): CallReport => ({ verdict: 'ok', tokens: { input, cachedInput: 0, output } });

const rpm = fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined });
const tpm = fc.option(fc.integer({ min: 100, max: 100_000 }), { nil: undefined });
const anyLimits = fc
  .record({ requestsPerMinute: rpm, tokensPerMinute: tpm })
  .map((limits) => Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined)) as CallLimits);
/** A call: how long after the one before it was asked for, its size as a share of what a minute may hold, and how it ends. */
const step = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 20_000 })),
  size: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 150_000 })),
  which: fc.constantFrom(0, 1),
  lost: fc.boolean(),
});

describe('any window of a minute', () => {
  let runs = 0;

  it('holds no more than the limits of deployment and credential, and one call of any size', async () => {
    await fc.assert(
      fc.asyncProperty(anyLimits, anyLimits, fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), async (own, shared, steps) => {
        runs += 1;
        const key = credential(`key ${runs}`, shared);
        const places = ['a', 'b'].map((name) => deployment(`${name} ${runs}`, { limits: own, credential: key }));
        const granted: (Call & { readonly size: number })[] = [];
        let now = noon;
        for (const { afterMs, size, which, lost } of steps) {
          now += afterMs;
          const asked = await ground.ask(now, [[places[which] ?? deployment('')]], { size: { input: size, output: 0 } });
          if (asked.kind === 'wait') {
            now += asked.waitMs;
            continue;
          }
          expect(asked.atMs).toBeGreaterThanOrEqual(now);
          expect(asked.atMs).toBeLessThanOrEqual(now + 2000);
          granted.push({ ...asked, size: asked.tokens });
          await ground.end(now, asked.id, lost ? undefined : { ...used(asked.tokens, 0), estimated: true });
        }
        const check = (calls: readonly Call[], limits: CallLimits): void => {
          const { requestsPerMinute = Number.POSITIVE_INFINITY, tokensPerMinute = Number.POSITIVE_INFINITY } = limits;
          const largest = Math.max(0, ...calls.map(({ tokens }) => tokens));
          expect(mostInAMinute(calls.map(({ atMs }) => ({ atMs, amount: 1 })))).toBeLessThanOrEqual(requestsPerMinute);
          expect(mostInAMinute(calls.map(({ atMs, tokens }) => ({ atMs, amount: tokens })))).toBeLessThanOrEqual(tokensPerMinute + largest);
        };
        check(granted, shared);
        for (const { name } of places)
          check(
            granted.filter((call) => call.deployment === name),
            own,
          );
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('a route that always has tasks', () => {
  const minutes = 6;
  const limits = { requestsPerMinute: 300, tokensPerMinute: 60_000 };
  const play = (more: Partial<Play> & Pick<Play, 'answer'>): Promise<readonly Call[]> =>
    playCalls(ground, {
      tiers: [[deployment('a', { limits })]],
      hands: 4,
      untilMs: minutes * 60_000,
      sizeOf: () => ({ input: 500, output: 500 }),
      ...more,
    });

  it('uses a limit of requests in full', async () => {
    const calls = await play({ sizeOf: () => ({ input: 1, output: 1 }), answer: () => ({ tookMs: 3000, report: used(1, 1) }) });
    expect(calls.length / (300 * minutes)).toBeGreaterThan(0.97);
    expect(mostInAMinute(calls.map(({ atMs }) => ({ atMs, amount: 1 })))).toBeLessThanOrEqual(300);
  }, 60_000);

  it.each([
    ['as much as was estimated', 500, 500],
    ['a third of it', 167, 166],
    ['three times as much', 1500, 1500],
  ])(
    'uses a limit of tokens in full when calls use %s',
    async (_, input, output) => {
      let sum = 0;
      const minutes = 8;
      await play({
        tiers: [[deployment('a', { limits: { tokensPerMinute: 120_000 } })]],
        untilMs: minutes * 60_000,
        answer: ({ atMs }, n) => {
          // Until the first calls end, nobody knows better than the estimate.
          if (atMs >= noon + 60_000) sum += input + output;
          return { tookMs: 2000 + ((n * 1237) % 4000), report: { ...used(input, output), estimated: true } };
        },
      });
      expect(sum / (120_000 * (minutes - 1))).toBeGreaterThan(0.97);
      expect(sum / (120_000 * (minutes - 1))).toBeLessThan(1.02);
    },
    60_000,
  );

  it('uses two limits that are reached together in full, though each call uses another amount than was estimated', async () => {
    let sum = 0;
    await play({
      tiers: [[deployment('a', { limits: { requestsPerMinute: 300, tokensPerMinute: 100_000 } })]],
      sizeOf: () => ({ input: 100, output: 233 }),
      answer: (_, n) => {
        const output = Math.round(466 * (((n * 733) % 1000) / 1000));
        sum += 100 + output;
        return { tookMs: 2000 + ((n * 1237) % 4000), report: { ...used(100, output), estimated: true } };
      },
    });
    expect(sum / (100_000 * minutes)).toBeGreaterThan(0.97);
    expect(sum / (100_000 * minutes)).toBeLessThan(1.01);
  }, 60_000);

  it('learns how much input a provider makes of what was counted', async () => {
    for (let n = 0; n < 120; n += 1) {
      const { id } = await ground.begun(noon + n * 10_000, [[deployment('a', { limits })]], { size: { input: 300, output: 0 } });
      await ground.end(noon + n * 10_000 + 1, id, used(600, 10));
    }
    const { tokens } = await ground.begun(noon + 2e6, [[deployment('a', { limits })]], { size: { input: 300, output: 50 } });
    expect(tokens).toBeGreaterThan(640);
    expect(tokens).toBeLessThanOrEqual(650);
  });

  it('keeps the room of calls whose workers died, and gives back what was never sent', async () => {
    let [kept, sent] = [0, 0];
    await play({
      answer: ({ tokens }, n) => {
        // Every fifth is never sent, every seventh is lost.
        if (n % 5 === 0) return { tookMs: 50, report: { verdict: 'unsent' } };
        sent += 1;
        kept += tokens;
        return n % 7 === 0 ? { tookMs: 9000 } : { tookMs: 2000, report: { ...used(500, 500), estimated: true } };
      },
    });
    expect(kept / (60_000 * minutes)).toBeGreaterThan(0.97);
    expect(kept / (60_000 * minutes)).toBeLessThan(1.02);
    expect(sent).toBeGreaterThan(0);
  }, 60_000);

  it('does not let small calls go before a large one for ever', async () => {
    const [all, largest] = [[deployment('a', { limits })], 30_000];
    let largeAtMs = Number.POSITIVE_INFINITY;
    const calls = await playCalls(ground, {
      tiers: [all],
      hands: 6,
      untilMs: 60_000,
      sizeOf: (n) => ({ input: n % 50 === 49 ? largest : 40, output: 0 }),
      answer: ({ tokens }) => ({ tookMs: 500, report: { ...used(tokens, 0), estimated: true } }),
    });
    largeAtMs = calls.find(({ tokens }) => tokens === largest)?.atMs ?? largeAtMs;
    expect(largeAtMs - noon).toBeLessThan(30_000);
  }, 60_000);
});

it('a clock that goes back, of hours even, leaves each wait as long as it was', async () => {
  const [place] = [[deployment('a', { limits: { requestsPerMinute: 6 } })]];
  const first = await ground.begun(noon, [place]);
  await ground.end(noon + 10, first.id, { verdict: 'limited', retryAfterMs: 20_000 });
  const before = await ground.ask(noon + 20, [place]);
  expect(before).toMatchObject({ kind: 'wait', reason: 'rate_limited' });
  const hourAgo = noon - 3_600_000;
  const after = await ground.ask(hourAgo, [place]);
  expect(after).toMatchObject({ kind: 'wait' });
  expect(after.kind === 'wait' && after.waitMs).toBeLessThan(22_000);
  expect((await ground.ask(hourAgo + 22_000, [place])).kind).toBe('begun');
});
