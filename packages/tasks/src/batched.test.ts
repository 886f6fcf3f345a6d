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

  it('go out as soon as a batch is full, while others still arrive', async () => {
    const sent: (readonly string[])[] = [];
    const send = batched<string, string>({
      maxBatch: 2,
      run: async (inputs) => {
        sent.push(inputs);
        return inputs;
      },
    });
    const first = [send('a'), send('b')];
    expect(sent).toEqual([['a', 'b']]);
    const second = [send('c')];
    expect(sent).toEqual([['a', 'b']]);
    expect(await Promise.all([...first, ...second])).toEqual(['a', 'b', 'c']);
    expect(sent).toEqual([['a', 'b'], ['c']]);
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
