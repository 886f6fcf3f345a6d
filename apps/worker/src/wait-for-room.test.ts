import { describe, expect, it } from '@jest/globals';
import { waitForRoom } from './wait-for-room.js';

const setUp = (...answers: (number | undefined)[]) => {
  const waits: number[] = [];
  const stop = new AbortController();
  const wait = (startInMs: number) =>
    waitForRoom({
      attempt: { startInMs },
      confirm: async () => answers.shift(),
      pause: async (ms) => void waits.push(ms),
      stop: stop.signal,
    });
  return { wait, waits, stop };
};

describe('an attempt whose room was reserved ahead', () => {
  it('neither waits nor asks when it may begin at once', async () => {
    const { wait, waits } = setUp();
    expect(await wait(0)).toBe('room');
    expect(waits).toEqual([]);
  });

  it('asks again before its call, and waits on if it has to', async () => {
    const { wait, waits } = setUp(700, 0);
    expect(await wait(1500)).toBe('room');
    expect(waits).toEqual([1500, 700]);
  });

  it('gives its room back when the provider wants quiet for longer meanwhile', async () => {
    const { wait } = setUp(30_000);
    expect(await wait(1500)).toBe('longer');
  });

  it('does not go on when it may not any more', async () => {
    const { wait } = setUp(undefined);
    expect(await wait(10)).toBe('lost');
  });

  it('stops when it is told to', async () => {
    const { wait, stop } = setUp(0);
    stop.abort('cancelled');
    expect(await wait(10)).toBe('stopped');
    expect(await wait(0)).toBe('stopped');
  });
});
