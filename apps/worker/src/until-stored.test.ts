import { describe, expect, it } from '@jest/globals';
import { StoreFullError, StoreUnavailableError } from '@millrace/store';
import { shutdown } from './attempt-stop.js';
import { createUntilStored } from './until-stored.js';

const setUp = () => {
  const job = new AbortController();
  const pauses: number[] = [];
  const reports: Error[] = [];
  let now = 0;
  const untilStored = createUntilStored({
    clock: () => now,
    pause: async (ms) => {
      pauses.push(ms);
      now += ms;
    },
    onAway: (error) => reports.push(error),
  });
  return { untilStored, job, pauses, reports, bounds: { finishByMs: 60_000, job: job.signal } };
};

const failing = (times: number, error: Error) => {
  let tries = 0;
  return async () => {
    tries += 1;
    if (tries <= times) throw error;
    return tries;
  };
};

describe('createUntilStored', () => {
  it('goes on until Redis is back or has room again, never waiting more than a second, and reports it once', async () => {
    for (const error of [new StoreUnavailableError('away'), new StoreFullError('full')]) {
      const { untilStored, pauses, reports, bounds } = setUp();
      expect(await untilStored(failing(8, error), bounds)).toBe(9);
      expect(pauses).toEqual([50, 100, 200, 400, 800, 1000, 1000, 1000]);
      expect(reports).toEqual([error]);
    }
  });

  it('gives up when the deadline of the task has passed', async () => {
    const { untilStored, pauses, bounds } = setUp();
    expect(await untilStored(failing(Number.POSITIVE_INFINITY, new StoreUnavailableError('away')), bounds)).toBeUndefined();
    const waited = pauses.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeGreaterThanOrEqual(60_000);
    expect(waited).toBeLessThan(61_001);
  });

  it('gives up at the end of the grace, but tries once even then', async () => {
    const { untilStored, job, bounds } = setUp();
    job.abort(shutdown);
    expect(await untilStored(failing(0, new StoreUnavailableError('away')), bounds)).toBe(1);
    expect(await untilStored(failing(1, new StoreUnavailableError('away')), bounds)).toBeUndefined();
  });

  it('goes on when only the lock of the job was lost', async () => {
    const { untilStored, job, bounds } = setUp();
    job.abort(new Error('lock lost'));
    expect(await untilStored(failing(3, new StoreUnavailableError('away')), bounds)).toBe(4);
  });

  it('does not repeat what fails for a reason of its own', async () => {
    const { untilStored, bounds } = setUp();
    await expect(untilStored(failing(1, new TypeError('a bug')), bounds)).rejects.toThrow('a bug');
  });
});
