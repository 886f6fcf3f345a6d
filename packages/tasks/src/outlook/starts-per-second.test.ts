import { describe, expect, it } from '@jest/globals';
import { bucketMs, startsPerSecond } from './starts-per-second.js';

const nowMs = 1_800_000_005_000;
const current = Math.floor(nowMs / bucketMs);

/** Counts from the current ten seconds back. */
const rate = (...newestFirst: number[]) =>
  startsPerSecond(Object.fromEntries(newestFirst.map((count, ago) => [String(current - ago), String(count)])), nowMs);

describe('how many attempts can begin in a second', () => {
  it('is not known while none was seen to', () => {
    expect(rate()).toBeUndefined();
    expect(rate(0, 0)).toBeUndefined();
  });

  it('is the mean of a steady stretch', () => {
    expect(rate(50, ...Array.from({ length: 29 }, () => 100))).toBeCloseTo(10, 0);
  });

  it('is judged by the stretch with enough to do, not by the idle time before', () => {
    expect(rate(50, 100, 1, 1, 1, 1, 1, 1)).toBeCloseTo(10);
    expect(rate(50, 100, 100, 0, 0, 0, 0, 0, 0, 0, 0, 1)).toBeCloseTo(12.5);
  });

  it('follows when it goes faster', () => {
    expect(rate(50, 100, 10, 10, 10)).toBeCloseTo(10);
  });

  it('is not judged by a few that came close together', () => {
    expect(rate(1, 0, 0, 1, 0, 0, 1)).toBeCloseTo(3 / 60);
  });

  it('is judged at first as if that had begun in the middle of its ten seconds', () => {
    expect(rate(20)).toBeCloseTo(8);
    expect(rate(20, 20)).toBeCloseTo(4);
  });

  it('forgets after five minutes, and does not believe counts of the future', () => {
    expect(startsPerSecond({ [current - 31]: '50', [current + 1]: '50' }, nowMs)).toBeUndefined();
  });
});
