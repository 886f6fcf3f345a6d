import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLimiterGround, credential, deployment, type LimiterGround, noon } from './limiter-ground.js';
import { playCalls } from './play-calls.js';

let ground: LimiterGround;
beforeEach(() => {
  ground = createLimiterGround();
});
afterEach(() => ground.close());

describe('a provider that declares no limits and takes a number of calls at a time', () => {
  it.each([
    [5, 400],
    [20, 1000],
    [40, 3000],
  ])(
    'of %d is used for more than four fifths, with few refusals',
    async (takes, callMs) => {
      const untilMs = 120_000;
      const warmMs = 30_000;
      let [running, refused, answered, busyMs] = [0, 0, 0, 0];
      await playCalls(ground, {
        tiers: [[deployment('a')]],
        hands: 2,
        untilMs,
        sizeOf: () => ({ input: 1, output: 1 }),
        answer: ({ atMs }) => {
          const warm = atMs - noon >= warmMs;
          if (running >= takes) {
            if (warm) refused += 1;
            return { tookMs: 15, report: { verdict: 'limited' } };
          }
          running += 1;
          if (warm) answered += 1;
          if (warm) busyMs += callMs;
          return { tookMs: callMs, report: { verdict: 'ok' }, onEnd: () => (running -= 1) };
        },
      });
      expect(busyMs / ((untilMs - warmMs) * takes)).toBeGreaterThan(0.8);
      expect(refused / answered).toBeLessThan(0.02);
    },
    120_000,
  );
});

describe('calls in flight', () => {
  const limits = { maxInFlight: 2 };

  it('are never more than declared, for a deployment and for all that share a credential', async () => {
    const key = credential('key', { maxInFlight: 3 });
    const places = ['a', 'b'].map((name) => deployment(name, { limits, credential: key }));
    const begun: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const asked = await ground.ask(noon, [places], { random: (n % 2) * 0.9 });
      if (asked.kind === 'begun') begun.push(asked.id);
    }
    expect(begun.length).toBe(3);
    expect(await ground.inFlight('c:key')).toBe(3);
    await ground.end(noon, begun[0] ?? '', { verdict: 'ok' });
    await ground.end(noon, begun[0] ?? '', { verdict: 'ok' });
    expect(await ground.inFlight('c:key')).toBe(2);
  });

  it('leave nothing behind of a deployment that nobody uses any more', async () => {
    const tiers = [[deployment('a', { limits: { ...limits, requestsPerMinute: 100 }, credential: credential('key') })]];
    await ground.end(noon, (await ground.begun(noon, tiers)).id, { verdict: 'ok' });
    for (const subject of ['d:a', 'c:key']) {
      const ttlMs = await ground.redis.pttl(ground.keys.limiter(subject));
      expect(ttlMs).toBeGreaterThan(86_400_000);
      expect(ttlMs).toBeLessThanOrEqual(172_800_000);
    }
    await ground.redis.pexpire(ground.keys.limiter('d:a'), 1000);
    await ground.begun(noon + 43_200_001, tiers);
    expect(await ground.redis.pttl(ground.keys.limiter('d:a'))).toBeGreaterThan(86_400_000);
  });
});
