import { describe, expect, it } from '@jest/globals';
import { createFixedWindow } from './fixed-window.js';
import { createSlidingWindow } from './sliding-window.js';
import { createTokenBucket } from './token-bucket.js';

const options = { limit: 60, minuteMs: 60_000 };

describe('token bucket', () => {
  it('holds its capacity at first and refills continuously, never above it', () => {
    const bucket = createTokenBucket({ ...options, capacity: 10 });
    bucket.take(10, 0);
    expect(bucket.waitMs(1, 0)).toBe(1_000);
    expect(bucket.waitMs(3, 500)).toBe(2_500);
    expect(bucket.left(2_000)).toEqual({ remaining: 2, resetMs: 8_000 });
    expect(bucket.left(1_000_000)).toEqual({ remaining: 10, resetMs: 0 });
  });

  it('makes up for more than was counted by refusing longer, and gives back what was not used', () => {
    const bucket = createTokenBucket({ ...options, capacity: 10 });
    const correct = bucket.take(4, 0);
    correct(16, 0);
    expect(bucket.waitMs(1, 0)).toBe(7_000);
    bucket.take(5, 20_000)(0, 20_000);
    expect(bucket.left(20_000).remaining).toBe(10);
  });

  it('never has room for more than it holds', () => {
    expect(createTokenBucket({ ...options, capacity: 10 }).waitMs(11, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('fixed window', () => {
  it('forgets at the turn of the minute, however late in it something was taken', () => {
    const window = createFixedWindow(options);
    window.take(60, 59_000);
    expect(window.waitMs(1, 59_000)).toBe(1_000);
    expect(window.left(59_000)).toEqual({ remaining: 0, resetMs: 1_000 });
    expect(window.waitMs(60, 60_000)).toBe(0);
  });

  it('counts what came on top in the minute it became known, and gives back only within its own', () => {
    const window = createFixedWindow(options);
    window.take(10, 0)(30, 1_000);
    expect(window.left(1_000).remaining).toBe(30);
    window.take(10, 50_000)(25, 61_000);
    expect(window.left(61_000).remaining).toBe(45);
    window.take(10, 62_000)(0, 121_000);
    expect(window.left(121_000).remaining).toBe(60);
  });
});

describe('sliding window', () => {
  it('has no more than the limit in any minute, wherever it begins', () => {
    const window = createSlidingWindow(options);
    window.take(40, 30_000);
    window.take(20, 50_000);
    expect(window.waitMs(1, 60_000)).toBe(30_000);
    expect(window.waitMs(41, 60_000)).toBe(50_000);
    expect(window.left(60_000)).toEqual({ remaining: 0, resetMs: 50_000 });
    expect(window.waitMs(40, 90_000)).toBe(0);
    expect(window.waitMs(41, 90_000)).toBe(20_000);
  });

  it('corrects an amount while it counts, and not after', () => {
    const window = createSlidingWindow(options);
    const correct = window.take(50, 0);
    correct(10, 5_000);
    expect(window.left(5_000).remaining).toBe(50);
    const late = window.take(50, 10_000);
    late(0, 80_000);
    expect(window.left(80_000).remaining).toBe(60);
  });
});
