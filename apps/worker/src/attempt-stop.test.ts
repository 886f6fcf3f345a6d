import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createAttemptStop, shutdown } from './attempt-stop.js';

const start = (deadlineMs: number) => {
  const job = new AbortController();
  return { job, stop: createAttemptStop({ job: job.signal, deadlineMs }) };
};

describe('createAttemptStop', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('stops with the deadline', () => {
    const { stop } = start(5000);
    jest.advanceTimersByTime(4999);
    expect(stop.cause).toBeUndefined();
    jest.advanceTimersByTime(1);
    expect([stop.signal.aborted, stop.cause]).toEqual([true, 'expired']);
  });

  it('stops as soon as possible when the deadline has passed already', () => {
    const { stop } = start(-10);
    jest.advanceTimersByTime(0);
    expect(stop.cause).toBe('expired');
  });

  it('does not take a deadline months away for one that has come', () => {
    const { stop } = start(2 ** 40);
    jest.advanceTimersByTime(60_000);
    expect(stop.cause).toBeUndefined();
  });

  it('stops with the shutdown, also one that was asked for before', () => {
    const { job, stop } = start(5000);
    job.abort(shutdown);
    expect(stop.cause).toBe('shutdown');
    expect(createAttemptStop({ job: job.signal, deadlineMs: 5000 }).cause).toBe('shutdown');
  });

  it('goes on when the job lost its lock: what runs is paid for, and the fence says who may write', () => {
    const { job, stop } = start(5000);
    job.abort(new Error('lock lost'));
    expect(stop.signal.aborted).toBe(false);
  });

  it('keeps the first cause', () => {
    const { job, stop } = start(5000);
    stop.ask('cancelled');
    job.abort(shutdown);
    jest.advanceTimersByTime(5000);
    expect(stop.cause).toBe('cancelled');
  });

  it('leaves no timer and no listener behind once released', () => {
    const { job, stop } = start(5000);
    stop.release();
    expect(jest.getTimerCount()).toBe(0);
    job.abort(shutdown);
    expect(stop.cause).toBeUndefined();
  });
});
