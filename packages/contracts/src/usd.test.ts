import { describe, expect, it } from '@jest/globals';
import { nanoOfUsd, usdText } from './usd.js';

describe('dollars as text', () => {
  it.each([
    [0, '0'],
    [1, '0.000000001'],
    [123_456, '0.000123456'],
    [1_500_000_000, '1.5'],
    [1_000_000_000, '1'],
    [12_345_000_000_000_000_000n, '12345000000'],
    [-1500, '-0.0000015'],
  ])('shows %s nano-dollars as %s', (nano, text) => expect(usdText(nano)).toBe(text));

  it.each([0, 1, 999_999_999, 1_000_000_001, 123_456_789_012_345, Number.MAX_SAFE_INTEGER])('loses nothing of %s', (nano) => {
    expect(nanoOfUsd(usdText(nano))).toBe(nano);
  });
});
