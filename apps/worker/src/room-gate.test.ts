import { beforeEach, describe, expect, it } from '@jest/globals';
import { createRoomGate } from './room-gate.js';

describe('the gate of a route', () => {
  const never = new AbortController().signal;
  let limits: (number | undefined)[];
  let pauses: { ms: number; signal: AbortSignal; end: () => void }[];
  let gate: ReturnType<typeof createRoomGate>;

  beforeEach(() => {
    limits = [];
    pauses = [];
    gate = createRoomGate({
      limit: (most) => void limits.push(most),
      pause: (ms, signal) =>
        new Promise((end) => {
          pauses.push({ ms, signal, end });
          signal.addEventListener('abort', () => end());
        }),
    });
  });
  const beginning = () => {
    const hand = gate.take();
    hand.beginning();
    return hand;
  };

  it('is open while there is room', () => {
    beginning().began(0);
    beginning();
    expect(limits.every((most) => most === undefined)).toBe(true);
  });

  it('keeps one job in hand once there is none, hands further ones back, and lets no other be fetched', async () => {
    beginning().began(0);
    const first = beginning().refused(60_000, never);
    expect(await beginning().refused(60_000, never)).toBe('hand_back');
    expect(limits.at(-1)).toBe(2);
    expect(pauses.map(({ ms }) => ms)).toEqual([5000]);
    pauses[0]?.end();
    expect(await first).toBe('again');
  });

  it('lets the next job be fetched as soon as the one in hand has begun', () => {
    const hand = beginning();
    void hand.refused(1000, never);
    expect(limits.at(-1)).toBe(1);
    hand.began(1500);
    expect(limits.at(-1)).toBe(2);
    hand.done();
    expect(limits.at(-1)).toBe(1);
  });

  it('opens again once many in a row could begin at once', () => {
    void beginning().refused(1000, never);
    for (let n = 0; n < 19; n += 1) beginning().began(0);
    expect(limits.at(-1)).toBe(20);
    beginning().began(0);
    expect(limits.at(-1)).toBeUndefined();
  });

  it('has a job that waits for a place look again when a call of ours ends', async () => {
    const running = beginning();
    running.began(0);
    const waiting = beginning().refused(250, never);
    running.done();
    expect(await waiting).toBe('again');
  });

  it('gives the job in hand back when the process ends, and may then keep another one', async () => {
    const ending = new AbortController();
    const hand = beginning();
    const waiting = hand.refused(1000, ending.signal);
    ending.abort();
    expect(await waiting).toBe('hand_back');
    hand.done();
    void beginning().refused(1000, never);
    expect(pauses).toHaveLength(2);
  });
});
