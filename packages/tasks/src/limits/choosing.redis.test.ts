import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLimiterGround, credential, deployment, type LimiterGround, noon } from './limiter-ground.js';

let ground: LimiterGround;
beforeEach(() => {
  ground = createLimiterGround();
});
afterEach(() => ground.close());

/** The generator of Park and Miller: the same numbers everywhere. */
const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};
const full = { requestsPerMinute: 1 };
const down = async (name: string): Promise<void> => {
  for (let n = 0; n < 5; n += 1) await ground.end(noon, (await ground.begun(noon, [[deployment(name)]])).id, { verdict: 'fault' });
};

describe('among deployments with room', () => {
  it('each is asked as often as it weighs', async () => {
    const random = seeded(7);
    const tier = [deployment('a', { weight: 1 }), deployment('b', { weight: 3 }), deployment('c', { weight: 0.5 })];
    const counts: Record<string, number> = { a: 0, b: 0, c: 0 };
    for (let n = 0; n < 1800; n += 1) {
      const { deployment: name } = await ground.begun(noon, [tier], { random: random() });
      counts[name] = (counts[name] ?? 0) + 1;
    }
    for (const { name, weight } of tier) expect(Math.abs((counts[name] ?? 0) / 400 - weight)).toBeLessThan(0.3 * Math.sqrt(weight));
  });

  it('one without room is passed over, and all are used in full when all are busy', async () => {
    const tier = [
      deployment('a', { weight: 100, limits: { requestsPerMinute: 60 } }),
      deployment('b', { limits: { requestsPerMinute: 600 } }),
    ];
    const counts: Record<string, number> = {};
    for (let now = noon; now < noon + 60_000; ) {
      const asked = await ground.ask(now, [tier]);
      if (asked.kind === 'wait') now += asked.waitMs;
      else counts[asked.deployment] = (counts[asked.deployment] ?? 0) + 1;
    }
    expect(counts.a).toBeGreaterThan(58);
    expect(counts.b).toBeGreaterThan(585);
  });

  it('one that cannot be asked is not, whatever its name is', async () => {
    const odd = ['a b', 'x,y|z', '[::1]:8080', 'naïve 🌊', "o'clock", 'c:d:e'];
    for (const name of odd) {
      const tiers = [[deployment(name, { limits: { maxInFlight: 1 }, credential: credential(`key of ${name}`) })]];
      const first = await ground.begun(noon, tiers);
      expect(first.deployment).toBe(name);
      expect(await ground.ask(noon, tiers)).toEqual({ kind: 'wait', reason: 'rate_limited', waitMs: 100 });
      expect(await ground.end(noon, first.id, { verdict: 'refused' })).toBe(`refused key of ${name}`);
      expect(await ground.inFlight(`d:${name}`)).toBe(0);
      expect(await ground.inFlight(`c:key of ${name}`)).toBe(0);
    }
  });
});

describe('a dearer tier', () => {
  const tiers = () => [[deployment('a', { limits: full })], [deployment('b')]];

  it('is not asked while the first is only full', async () => {
    await ground.begun(noon, tiers());
    expect(await ground.ask(noon, tiers(), { waitedMs: 1e9 })).toMatchObject({ kind: 'wait', reason: 'rate_limited' });
  });

  it('is asked at once where work may spill at once, and first where there is room', async () => {
    const begun = [];
    for (let n = 0; n < 3; n += 1) begun.push((await ground.begun(noon, tiers(), { spillAfterMs: 0 })).deployment);
    expect(begun).toEqual(['a', 'b', 'b']);
  });

  it('is asked with tasks that have waited for as long as they may, and the others look again by then', async () => {
    await ground.begun(noon, tiers());
    expect(await ground.ask(noon, tiers(), { spillAfterMs: 5000, waitedMs: 1000 })).toEqual({
      kind: 'wait',
      reason: 'rate_limited',
      waitMs: 4000,
    });
    expect((await ground.begun(noon, tiers(), { spillAfterMs: 5000, waitedMs: 5000 })).deployment).toBe('b');
  });

  it('is asked when the first is out of service, and no longer when that is well', async () => {
    await down('a');
    const both = [[deployment('a')], [deployment('b')]];
    expect((await ground.begun(noon, both)).deployment).toBe('b');
    expect(await ground.begun(noon + 10_000, both)).toMatchObject({ deployment: 'a', probe: true });
  });

  it('that waits for its limits too is reserved ahead, where that comes sooner', async () => {
    const both = [[deployment('a', { limits: { requestsPerMinute: 40 } })], [deployment('b', { limits: { requestsPerMinute: 60 } })]];
    const spill = { spillAfterMs: 0 };
    const begun = [];
    for (let n = 0; n < 4; n += 1) begun.push((await ground.begun(noon, both, spill)).deployment);
    expect(begun).toEqual(['a', 'b', 'b', 'a']);
  });

  it('is not asked only because a task met a limit in the first one', async () => {
    const history = [{ deployment: 'a', code: 'upstream_rate_limited' }];
    expect((await ground.begun(noon, [[deployment('a')], [deployment('b')]], { history })).deployment).toBe('a');
    expect((await ground.begun(noon, [[deployment('a', { weight: 99 }), deployment('b')]], { history })).deployment).toBe('b');
  });
});

describe('a task that failed', () => {
  const both = () => [[deployment('a', { weight: 1000 }), deployment('b')]];
  const failed = (...codes: string[]) => ({ history: codes.map((code) => ({ deployment: 'a', code })) });

  it('is tried once more where it failed, then elsewhere first', async () => {
    expect((await ground.begun(noon, both(), failed('upstream_timeout'))).deployment).toBe('a');
    expect((await ground.begun(noon, both(), failed('upstream_timeout', 'upstream_unavailable'))).deployment).toBe('b');
  });

  it.each(['upstream_unauthorized', 'upstream_quota_exhausted', 'upstream_rate_limited'])(
    'by %s is tried elsewhere at once',
    async (code) => {
      expect((await ground.begun(noon, both(), failed(code))).deployment).toBe('b');
    },
  );

  it('is tried where it failed if no other has room, though it may cost more elsewhere', async () => {
    const history = failed('upstream_timeout', 'upstream_timeout');
    expect((await ground.begun(noon, [[deployment('a')]], history)).deployment).toBe('a');
    expect((await ground.begun(noon, [[deployment('a')], [deployment('b')]], history)).deployment).toBe('b');
    await down('b');
    expect((await ground.begun(noon, [[deployment('a')], [deployment('b')]], history)).deployment).toBe('a');
  });

  it('because its context was too long goes where that is longer, by declaration', async () => {
    const tier = [
      deployment('a', { contextLength: 8000, weight: 100 }),
      deployment('b', { contextLength: 128_000 }),
      deployment('c', { weight: 100 }),
    ];
    for (const random of [0, 0.3, 0.6, 0.9]) {
      expect((await ground.begun(noon, [tier], { ...failed('upstream_context_exceeded'), random })).deployment).toBe('b');
    }
  });
});
