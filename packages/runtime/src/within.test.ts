import { describe, expect, it } from '@jest/globals';
import { within } from './within.js';

describe('within', () => {
  const never = new Promise<string>(() => {});

  it('hands on what the promise settles with', async () => {
    expect(await within(Promise.resolve('done'), 10_000)).toBe('done');
    await expect(within(Promise.reject(new Error('no')), 10_000)).rejects.toThrow('no');
  });

  it('does not wait longer than allowed', async () => {
    expect(await within(never, 1)).toBeUndefined();
  });
});
