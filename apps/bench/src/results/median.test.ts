import { describe, expect, it } from '@jest/globals';
import { median, percentile } from './median.js';

describe('median', () => {
  it('is the value in the middle, whatever the order', () => expect(median([9, 1, 10])).toBe(9));
  it('lies halfway between the two in the middle', () => expect(median([4, 1, 2, 10])).toBe(3));
  it('of one value is that value', () => expect(median([7])).toBe(7));
  it('of nothing is no number', () => expect(median([])).toBeNaN());
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);

  it('is a value that was seen, with that share of all at or below it', () => {
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([1, 2, 3], 0.99)).toBe(3);
  });
  it('of nothing is no number', () => expect(percentile([], 0.5)).toBeNaN());
});
