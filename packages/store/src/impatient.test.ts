import { describe, expect, it } from '@jest/globals';
import { impatient } from './impatient.js';
import { StoreUnavailableError } from './store-unavailable-error.js';

describe('a call to the store that may not take long', () => {
  it('passes on its answer and its failure', async () => {
    expect(await impatient(async (a: number, b: number) => a + b, 60_000)(1, 2)).toBe(3);
    await expect(impatient(() => Promise.reject(new Error('no')), 60_000)()).rejects.toThrow('no');
  });

  it('fails as if the store were away when it hangs', async () => {
    await expect(impatient(() => new Promise(() => {}), 1)()).rejects.toThrow(StoreUnavailableError);
  });
});
