import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../random.js';
import { judgeSeries, type Sample } from './judge-series.js';

const random = createRandom(1);
const noise = (most: number): number => random.below(2 * most) - most;

/** Ten minutes, every five seconds. */
const series = (valueAt: (place: number) => number): Sample[] =>
  Array.from({ length: 120 }, (_, place) => ({ atMs: place * 5000, value: valueAt(place) }));

const megabytes = 1_048_576;
const judge = (samples: readonly Sample[]) => judgeSeries(samples, 8 * megabytes).growing;

describe('a series', () => {
  it.each([
    ['stays where it is', () => 150 * megabytes],
    ['is noisy', () => 150 * megabytes + noise(20 * megabytes)],
    ['is a sawtooth, collected every minute', (place: number) => (150 + (place % 12) * 5) * megabytes],
    ['falls', (place: number) => (200 - place / 4) * megabytes],
    ['grows by what is no matter', (place: number) => 150 * megabytes + place * 10_000],
    ['has outliers', (place: number) => (place % 40 === 0 ? 600 : 150) * megabytes],
  ])('that %s does not grow', (_words, valueAt) => expect(judge(series(valueAt))).toBe(false));

  it.each([
    ['is a leak of 2 MB a minute', (place: number) => (150 + place / 6) * megabytes],
    ['is a leak beneath noise', (place: number) => (150 + place / 3) * megabytes + noise(10 * megabytes)],
    ['is a leak beneath a sawtooth', (place: number) => (150 + place / 3 + (place % 12)) * megabytes],
  ])('that %s grows', (_words, valueAt) => expect(judge(series(valueAt))).toBe(true));

  it('tells its level and what an hour would add', () => {
    const { level, perHour } = judgeSeries(
      series((place) => 100 + place),
      1,
    );
    expect({ level, perHour: Math.round(perHour) }).toEqual({ level: 160, perHour: 720 });
  });
});
