import { describe, expect, it } from '@jest/globals';
import type { KeptAnswer } from '@millrace/tasks';
import { createAnswerCache } from './answer-cache.js';
import { success } from './fakes/open-task.js';
import { toTaskResult } from './to-task-result.js';

const answer = (text = 'For the water.'): KeptAnswer => ({ result: toTaskResult(success({ text }), 'here'), usage: null });

const setUp = ({ entries = 10 } = {}) => {
  let now = 1;
  const cache = createAnswerCache({ entries, monotonicMs: () => now });
  const pass = (ms: number): void => {
    now += ms;
  };
  return { cache, pass };
};

describe('createAnswerCache', () => {
  it('finds what it holds', () => {
    const { cache } = setUp();
    cache.hold('d', answer(), 60_000);
    expect(cache.find('d')).toEqual(answer());
    expect(cache.find('other')).toBeUndefined();
  });

  it('holds an answer no longer than Redis does', () => {
    const { cache, pass } = setUp();
    cache.hold('d', answer(), 700);
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
    for (const digest of ['a', 'b', 'c']) cache.hold(digest, answer(digest), 60_000);
    expect(cache.find('a')).toBeUndefined();
    expect(cache.find('c')?.result.text).toBe('c');
  });

  it('holds no answer so long that it would crowd out everything else, and leaves that to Redis', () => {
    const { cache } = setUp();
    cache.hold('d', answer('x'.repeat(33 * 1024 * 1024)), 60_000);
    expect(cache.find('d')).toBeUndefined();
  });

  it('leaves all to Redis when it may hold nothing itself', () => {
    const { cache } = setUp({ entries: 0 });
    cache.hold('d', answer(), 60_000);
    expect(cache.find('d')).toBeUndefined();
  });

  it('forgets what was erased, also what was read before that and comes after', () => {
    const { cache, pass } = setUp();
    cache.hold('d', answer(), 3_600_000);
    cache.forget('d');
    expect(cache.find('d')).toBeUndefined();
    cache.hold('d', answer(), 3_600_000);
    expect(cache.find('d')).toBeUndefined();
    pass(60_001);
    cache.hold('d', answer('new'), 3_600_000);
    expect(cache.find('d')?.result.text).toBe('new');
  });

  it('holds nothing until it is told that it can hear what is erased', () => {
    const { cache } = setUp();
    cache.suspend();
    cache.hold('d', answer(), 60_000);
    expect(cache.find('d')).toBeUndefined();
    cache.resume();
    cache.hold('d', answer(), 60_000);
    expect(cache.find('d')).toEqual(answer());
  });

  it('forgets all when it can hear no more, and then holds nothing that may have been read and erased meanwhile', () => {
    const { cache, pass } = setUp();
    cache.resume();
    cache.hold('d', answer(), 3_600_000);
    cache.suspend();
    expect(cache.find('d')).toBeUndefined();
    cache.resume();
    cache.hold('e', answer(), 3_600_000);
    expect([cache.find('d'), cache.find('e')]).toEqual([undefined, undefined]);
    pass(60_000);
    cache.hold('e', answer(), 3_600_000);
    expect(cache.find('e')).toEqual(answer());
  });
});
