import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createWatchdog } from './watchdog.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('the watchdog', () => {
  it('tells once when the process no longer does what it is for', async () => {
    const told: string[] = [];
    let ok = true;
    const live = () => (ok ? { ok } : { ok, reason: 'the consumer of route small no longer asks for jobs' });
    const watchdog = createWatchdog({ live, onStuck: (reason) => void told.push(reason), everyMs: 1000 });
    await watchdog.start();
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
    ok = false;
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual(['the consumer of route small no longer asks for jobs']);
  });

  it('says nothing once it was stopped', async () => {
    const told: string[] = [];
    const watchdog = createWatchdog({ live: () => ({ ok: false }), onStuck: (reason) => void told.push(reason), everyMs: 1000 });
    await watchdog.start();
    await watchdog.stop();
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
  });
});
