import { describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '@millrace/store';
import type { AnswerStore, KeptAnswer } from '@millrace/tasks';
import { createAnswerCache } from './answer-cache.js';
import { success } from './fakes/open-task.js';
import { toTaskResult } from './to-task-result.js';

const answer = (text = 'For the water.'): KeptAnswer => ({ result: toTaskResult(success({ text }), 'here'), usage: null });

const setUp = ({ entries = 10 } = {}) => {
  const kept = new Map<string, { answer: KeptAnswer; ttlMs: number }>();
  const errors: unknown[] = [];
  let away = false;
  let lookUps = 0;
  let now = 1;
  const store: AnswerStore = {
    get: async (digest) => {
      lookUps += 1;
      if (away) throw new StoreUnavailableError('away');
      return kept.get(digest);
    },
    set: async (digest, given, ttlSeconds) => {
      if (away) throw new StoreUnavailableError('away');
      kept.set(digest, { answer: given, ttlMs: ttlSeconds * 1000 });
    },
  };
  const cache = createAnswerCache({ store, entries, monotonicMs: () => now, onUnavailable: (error) => errors.push(error) });
  const pass = (ms: number): void => {
    now += ms;
  };
  const goAway = (): void => {
    away = true;
  };
  return { cache, kept, errors, lookUps: () => lookUps, pass, goAway };
};

describe('createAnswerCache', () => {
  it('finds what was kept, in this process without asking Redis and elsewhere from Redis', async () => {
    const { cache, kept, lookUps } = setUp();
    cache.keep('d', answer(), 60);
    expect(await cache.find('d')).toEqual(answer());
    expect(lookUps()).toBe(0);
    expect(kept.get('d')).toEqual({ answer: answer(), ttlMs: 60_000 });
    expect(await cache.find('other')).toBeUndefined();
  });

  it('keeps an answer of another process no longer than Redis does', async () => {
    const { cache, kept, lookUps, pass } = setUp();
    kept.set('d', { answer: answer(), ttlMs: 700 });
    expect(await cache.find('d')).toEqual(answer());
    expect(await cache.find('d')).toEqual(answer());
    expect(lookUps()).toBe(1);
    kept.delete('d');
    pass(699);
    expect(await cache.find('d')).toEqual(answer());
    pass(2);
    expect(await cache.find('d')).toBeUndefined();
  });

  it('holds the most recently used, as many as allowed', async () => {
    const { cache, kept } = setUp({ entries: 2 });
    for (const digest of ['a', 'b', 'c']) cache.keep(digest, answer(digest), 60);
    kept.clear();
    expect(await cache.find('a')).toBeUndefined();
    expect((await cache.find('c'))?.result.text).toBe('c');
  });

  it('holds no answer so long that it would crowd out everything else, and leaves that to Redis', async () => {
    const { cache, kept } = setUp();
    cache.keep('d', answer('x'.repeat(33 * 1024 * 1024)), 60);
    kept.clear();
    expect(await cache.find('d')).toBeUndefined();
  });

  it('works from Redis alone when it may hold nothing itself', async () => {
    const { cache, kept } = setUp({ entries: 0 });
    cache.keep('d', answer(), 60);
    expect(await cache.find('d')).toEqual(answer());
    kept.clear();
    expect(await cache.find('d')).toBeUndefined();
  });

  it('is a miss while Redis is away, never a failure, and still remembers what this process learned', async () => {
    const { cache, errors, goAway } = setUp();
    goAway();
    expect(await cache.find('d')).toBeUndefined();
    cache.keep('d', answer(), 60);
    expect(await cache.find('d')).toEqual(answer());
    expect(errors).toHaveLength(2);
  });
});
