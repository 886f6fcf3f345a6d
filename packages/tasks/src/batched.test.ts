import { describe, expect, it } from '@jest/globals';
import { batched } from './batched.js';

describe('batched calls', () => {
  it('that arrive in one turn go out together, none larger than allowed, each with its own answer', async () => {
    const batches: (readonly number[])[] = [];
    const double = batched<number, number>({
      maxBatch: 3,
      run: async (inputs) => {
        batches.push(inputs);
        return inputs.map((input) => input * 2);
      },
    });
    expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(await double(6)).toBe(12);
  });

  it('of a batch that fails all fail, and those of the next do not', async () => {
    let calls = 0;
    const flaky = batched<number, number>({
      maxBatch: 2,
      run: async (inputs) => {
        calls += 1;
        if (calls === 1) throw new Error('away');
        return inputs;
      },
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map(flaky));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});
