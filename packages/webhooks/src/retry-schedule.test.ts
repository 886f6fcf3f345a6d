import { describe, expect, it } from '@jest/globals';
import { defaultRetrySeconds, nextTryMs } from './retry-schedule.js';

const schedule = defaultRetrySeconds;

describe('the waits between attempts', () => {
  it('follow the schedule, spread around it: ten attempts in about a day', () => {
    const waits = (random: number) =>
      schedule.map((_, place) => nextTryMs({ schedule, tries: place + 1, random: () => random }) ?? Number.NaN);
    expect(waits(0.5).reduce((sum, wait) => sum + wait, 0)).toBe(86_400_000);
    expect(waits(0.5).slice(0, 3)).toEqual([5000, 295_000, 1_500_000]);
    expect(waits(0)[0]).toBe(2500);
    expect(waits(1)[0]).toBe(7500);
  });

  it('come to an end', () => {
    expect(nextTryMs({ schedule, tries: 10 })).toBeUndefined();
    expect(nextTryMs({ schedule: [], tries: 1 })).toBeUndefined();
  });

  it('are never shorter than the receiver asked for', () => {
    for (const random of [0, 1])
      expect(nextTryMs({ schedule, tries: 1, retryAfterMs: 60_000, random: () => random })).toBeGreaterThanOrEqual(60_000);
    expect(nextTryMs({ schedule, tries: 2, retryAfterMs: 1000, random: () => 0.5 })).toBe(295_000);
  });
});
