import { expect, it } from '@jest/globals';
import { fullJitterMs } from './full-jitter.js';

it('waits between nothing and twice as long as before, never above the cap', () => {
  const longest = (retry: number) => fullJitterMs({ retry, baseMs: 1000, capMs: 5000, random: () => 1 });
  expect([1, 2, 3, 4, 60].map(longest)).toEqual([1000, 2000, 4000, 5000, 5000]);
  expect(fullJitterMs({ retry: 3, baseMs: 1000, capMs: 5000, random: () => 0 })).toBe(0);
});
