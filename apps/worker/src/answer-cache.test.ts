import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '@millrace/store';
import type { KeepAnswer, KeptAnswer } from '@millrace/tasks';
import { createAnswerCache } from './answer-cache.js';
import { success } from './fakes/open-task.js';
import { toTaskResult } from './to-task-result.js';

const answer = (text = 'For the water.'): KeptAnswer => ({ result: toTaskResult(success({ text }), 'here'), usage: null });

const setUp = ({ entries = 10 } = {}) => {
  const inRedis = new Map<string, { answer: KeptAnswer; ttlSeconds: number }>();
  const errors: unknown[] = [];
  let away = false;
  let now = 1;
  const keepInRedis: KeepAnswer = async (digest, given, ttlSeconds) => {
    if (away) throw new StoreUnavailableError('away');
    inRedis.set(digest, { answer: given, ttlSeconds });
  };
  const cache = createAnswerCache({ keepInRedis, entries, monotonicMs: () => now, onUnavailable: (error) => errors.push(error) });
  const pass = (ms: number): void => {
    now += ms;
  };
  const goAway = (): void => {
    away = true;
  };
  return { cache, inRedis, errors, pass, goAway };
};

describe('createAnswerCache', () => {
  it('finds what was kept, and keeps it in Redis too', () => {
    const { cache, inRedis } = setUp();
    cache.keep('d', answer(), 60);
    expect(cache.find('d')).toEqual(answer());
    expect(inRedis.get('d')).toEqual({ answer: answer(), ttlSeconds: 60 });
    expect(cache.find('other')).toBeUndefined();
  });

  it('keeps an answer of another process no longer than Redis does', () => {
    const { cache, inRedis, pass } = setUp();
    cache.hold('d', answer(), 700);
    expect(inRedis.size).toBe(0);
    pass(699);
    expect(cache.find('d')).toEqual(answer());
    pass(2);
    expect(cache.find('d')).toBeUndefined();
  });

  it('holds nothing that Redis will never let go of or has let go of', () => {
    const { cache } = setUp();
    cache.hold('d', answer(), -1);
    expect(cache.find('d')).toBeUndefined();
  });

  it('holds the most recently used, as many as allowed', () => {
    const { cache } = setUp({ entries: 2 });
    for (const digest of ['a', 'b', 'c']) cache.keep(digest, answer(digest), 60);
    expect(cache.find('a')).toBeUndefined();
    expect(cache.find('c')?.result.text).toBe('c');
  });

  it('holds no answer so long that it would crowd out everything else, and leaves that to Redis', () => {
    const { cache, inRedis } = setUp();
    cache.keep('d', answer('x'.repeat(33 * 1024 * 1024)), 60);
    expect([cache.find('d'), inRedis.size]).toEqual([undefined, 1]);
  });

  it('leaves all to Redis when it may hold nothing itself', () => {
    const { cache, inRedis } = setUp({ entries: 0 });
    cache.keep('d', answer(), 60);
    expect([cache.find('d'), inRedis.size]).toEqual([undefined, 1]);
  });

  it('still remembers what this process learned while Redis is away, and says that it is', async () => {
    const { cache, errors, goAway } = setUp();
    goAway();
    cache.keep('d', answer(), 60);
    expect(cache.find('d')).toEqual(answer());
    await Promise.resolve();
    expect(errors).toHaveLength(1);
  });
});
