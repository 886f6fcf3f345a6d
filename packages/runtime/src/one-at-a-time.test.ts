import { describe, expect, it } from '@jest/globals';
import { oneAtATime } from './one-at-a-time.js';

const setUp = () => {
  const acts: (() => void)[] = [];
  const ask = oneAtATime(() => new Promise<void>((resolve) => void acts.push(resolve)));
  const endLast = async (): Promise<void> => {
    acts.at(-1)?.();
    await new Promise(setImmediate);
  };
  return { ask, acts, endLast };
};

describe('oneAtATime', () => {
  it('does one act for each call that comes alone', async () => {
    const { ask, acts, endLast } = setUp();
    ask();
    await endLast();
    ask();
    expect(acts).toHaveLength(2);
  });

  it('does one more after an act during which it was called, however often', async () => {
    const { ask, acts, endLast } = setUp();
    ask();
    ask();
    ask();
    expect(acts).toHaveLength(1);
    await endLast();
    expect(acts).toHaveLength(2);
    await endLast();
    expect(acts).toHaveLength(2);
  });
});
