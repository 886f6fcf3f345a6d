import { describe, expect, it } from '@jest/globals';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { createLeasedLimiter } from './leased-limiter.js';

const counting = (limit: number) => {
  const counter = new RateLimiterMemory({ points: limit, duration: 60 });
  const taken: number[] = [];
  const consume = (subject: string | number, points = 1) => {
    taken.push(points);
    return counter.consume(subject, points);
  };
  const limiter = () => createLeasedLimiter({ name: 'reads', policy: { limit, windowSeconds: 60 }, clock: Date.now, counter: { consume } });
  return { limiter, taken };
};

describe('a leased limiter', () => {
  it('allows exactly the limit and refuses the next, for limits small and large', async () => {
    for (const limit of [1, 5, 100, 101, 1000, 2345]) {
      const limiter = counting(limit).limiter();
      for (let left = limit - 1; left >= 0; left -= 1) {
        expect(await limiter.take('a')).toMatchObject({ kind: 'allowed', standing: { remaining: left } });
      }
      expect(await limiter.take('a')).toMatchObject({ kind: 'refused', standing: { remaining: 0, policy: 'reads' } });
    }
  });

  it('asks its counter a hundred times for a full window, not once per request', async () => {
    const { limiter: create, taken } = counting(10_000);
    const limiter = create();
    for (let request = 0; request < 10_000; request += 1) await limiter.take('a');
    expect(taken).toHaveLength(100);
  });

  it('allows exactly the limit to requests that come all at once', async () => {
    const limiter = counting(300).limiter();
    const verdicts = await Promise.all(Array.from({ length: 400 }, () => limiter.take('a')));
    expect(verdicts.filter(({ kind }) => kind === 'allowed')).toHaveLength(300);
  });

  it('never allows more than the limit to several processes, and at most a hundredth less for each', async () => {
    const { limiter: create } = counting(1000);
    const processes = [create(), create(), create()];
    const verdicts = await Promise.all(Array.from({ length: 1200 }, (_, request) => processes[request % 3]?.take('a')));
    const allowed = verdicts.filter((verdict) => verdict?.kind === 'allowed').length;
    expect(allowed).toBeLessThanOrEqual(1000);
    expect(allowed).toBeGreaterThanOrEqual(970);
  });

  it('counts each subject alone', async () => {
    const limiter = counting(1).limiter();
    expect((await limiter.take('a')).kind).toBe('allowed');
    expect((await limiter.take('b')).kind).toBe('allowed');
  });

  it('stops asking its counter once it was refused, until the window is over', async () => {
    let now = 0;
    let asked = 0;
    const consume = async () => {
      asked += 1;
      if (asked === 1) throw new RateLimiterRes(0, 5_000);
      return new RateLimiterRes(9, 60_000);
    };
    const limiter = createLeasedLimiter({ name: 'x', policy: { limit: 10, windowSeconds: 60 }, clock: () => now, counter: { consume } });
    expect(await limiter.take('a')).toMatchObject({ kind: 'refused', retryAfterMs: 5_000 });
    now = 4_000;
    expect(await limiter.take('a')).toMatchObject({ kind: 'refused', retryAfterMs: 1_000 });
    expect(asked).toBe(1);
    now = 5_000;
    expect(await limiter.take('a')).toMatchObject({ kind: 'allowed', standing: { remaining: 9 } });
  });

  it('passes on what is no refusal, and asks again the next time', async () => {
    let broken = true;
    const consume = async () => {
      if (broken) throw new Error('broken');
      return new RateLimiterRes(9, 60_000);
    };
    const limiter = createLeasedLimiter({ name: 'x', policy: { limit: 10, windowSeconds: 60 }, clock: () => 0, counter: { consume } });
    await expect(limiter.take('a')).rejects.toThrow('broken');
    broken = false;
    expect((await limiter.take('a')).kind).toBe('allowed');
  });
});
