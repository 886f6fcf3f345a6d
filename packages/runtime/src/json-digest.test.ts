import { describe, expect, it } from '@jest/globals';
import { jsonDigest } from './json-digest.js';

describe('jsonDigest', () => {
  it('is the same however the same is written', () => {
    expect(jsonDigest({ a: 1, b: [{ c: 2, d: null }], e: undefined })).toBe(jsonDigest({ b: [{ d: null, c: 2 }], a: 1 }));
  });

  it.each([
    ['an order that matters', [1, 2], [2, 1]],
    ['null for nothing', { a: null }, {}],
    ['a text for a number', { a: '1' }, { a: 1 }],
    ['another depth', { a: { b: 1 } }, { a: 1, b: 1 }],
  ])('differs for %s', (_what, one, other) => {
    expect(jsonDigest(one)).not.toBe(jsonDigest(other));
  });
});
