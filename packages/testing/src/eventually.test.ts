import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('gives back the first answer that is not false, null or undefined', async () => {
    const answers = [false, null, undefined, 0];
    expect(await eventually(() => answers.shift(), { everyMs: 1 })).toBe(0);
  });

  it('takes what the check throws for "not yet"', async () => {
    let asked = 0;
    const check = (): string => {
      asked += 1;
      if (asked < 3) throw new Error('too early');
      return 'now';
    };
    expect(await eventually(check, { everyMs: 1 })).toBe('now');
  });

  it('rejects with the last error as the cause when time runs out', async () => {
    const broken = (): never => {
      throw new Error('still broken');
    };
    await expect(eventually(broken, { timeoutMs: 0 })).rejects.toMatchObject({ cause: new Error('still broken') });
  });
});
