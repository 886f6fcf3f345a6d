import { describe, expect, it } from '@jest/globals';
import { createSeldom } from './seldom.js';

describe('createSeldom', () => {
  it('speaks of a thing at once, then not before its time, and says how often it kept quiet', () => {
    let now = 0;
    const speak = createSeldom({ clock: () => now, everyMs: 1000 });
    expect(speak('a')).toBe(0);
    expect([speak('a'), speak('a')]).toEqual([undefined, undefined]);
    expect(speak('b')).toBe(0);
    now = 1000;
    expect(speak('a')).toBe(2);
    expect(speak('a')).toBeUndefined();
  });
});
