import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorCode } from './error-code.js';

describe('errorCode', () => {
  it('is the code of a system error', () => {
    let thrown: unknown;
    try {
      readFileSync('/nowhere/at/all');
    } catch (error) {
      thrown = error;
    }
    expect(errorCode(thrown)).toBe('ENOENT');
  });

  it.each([new Error('no code'), 'ENOENT', undefined, null])('is undefined for %p, which has none', (thrown) => {
    expect(errorCode(thrown)).toBeUndefined();
  });
});
