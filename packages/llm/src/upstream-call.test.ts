import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startUpstreamCall } from './upstream-call.js';

const timeouts = { connectMs: 100, firstByteMs: 500, idleMs: 200, totalMs: 10_000 };

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const start = (signal?: AbortSignal) => {
  const call = startUpstreamCall({ timeouts, signal });
  const stops: unknown[] = [];
  call.onStop(() => stops.push(call.stopped));
  return { call, stops };
};
const timedOut = (phase: string) => [{ kind: 'timeout', phase }];

describe('startUpstreamCall', () => {
  it('stops at the connect timeout unless connected', () => {
    const { stops } = start();
    jest.advanceTimersByTime(99);
    expect(stops).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(stops).toEqual(timedOut('connect'));
  });

  it('counts to the first byte from the start of the call', () => {
    const { call, stops } = start();
    jest.advanceTimersByTime(90);
    call.connected();
    jest.advanceTimersByTime(409);
    expect(stops).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(stops).toEqual(timedOut('first_byte'));
  });

  it('counts silence anew from each piece, though no timer is set for it', () => {
    const { call, stops } = start();
    call.connected();
    call.received();
    const timers = jest.getTimerCount();
    for (let piece = 0; piece < 10; piece += 1) {
      jest.advanceTimersByTime(199);
      call.received();
    }
    expect([stops, jest.getTimerCount()]).toEqual([[], timers]);
    jest.advanceTimersByTime(200);
    expect(stops).toEqual(timedOut('idle'));
  });

  it('counts silence from the first piece on, though the first byte might have taken longer', () => {
    const { call, stops } = start();
    call.connected();
    call.received();
    jest.advanceTimersByTime(200);
    expect(stops).toEqual(timedOut('idle'));
  });

  it('ends at the total timeout however busy', () => {
    const { call, stops } = start();
    call.connected();
    for (let piece = 0; piece < 101 && stops.length === 0; piece += 1) {
      call.received();
      jest.advanceTimersByTime(100);
    }
    expect(stops).toEqual(timedOut('total'));
  });

  it('stops once, for the first reason', () => {
    const abort = new AbortController();
    const { call, stops } = start(abort.signal);
    abort.abort();
    call.drop();
    jest.advanceTimersByTime(20_000);
    expect(stops).toEqual([{ kind: 'aborted' }]);
  });

  it.each(['end', 'drop'] as const)('leaves no timer behind after %s', (how) => {
    const { call } = start();
    call.connected();
    call.received();
    call[how]();
    call.received();
    call.connected();
    expect(jest.getTimerCount()).toBe(0);
  });
});
