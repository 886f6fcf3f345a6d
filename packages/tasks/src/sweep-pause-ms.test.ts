import { describe, expect, it } from '@jest/globals';
import { sweepPauseMs } from './sweep-pause-ms.js';

describe('the pause of a sweeper', () => {
  it.each([
    ['until something is due', 300, 300],
    ['a whole round at most', 60_000, 1000],
    ['long enough for others to get their turn', 0, 50],
  ])('is %s', (_what, nextDueMs, pauseMs) => {
    expect(sweepPauseMs({ nextDueMs }, 1000)).toBe(pauseMs);
  });
});
