import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RouteConsumer } from '@millrace/queue';
import { createGate } from '@millrace/testing';
import { createDrain, drainMarginMs } from './drain.js';
import { recordTelemetry } from './fakes/record-telemetry.js';

const graceMs = 90_000;
const never = new Promise<void>(() => {});

const setUp = ({ idle = Promise.resolve() as Promise<void>, idleOnceAborted = true, close = Promise.resolve() as Promise<void> } = {}) => {
  const steps: string[] = [];
  const aborted = createGate();
  const step = (name: string) => async () => void steps.push(name);
  const consumer: RouteConsumer = {
    route: 'small',
    active: 3,
    start: step('start'),
    stopFetching: () => void steps.push('stop fetching'),
    idle: () => Promise.race([idle, idleOnceAborted ? aborted.opened : never]),
    abortAll: (reason) => {
      steps.push(`abort: ${reason}`);
      aborted.open();
    },
    close: () => {
      steps.push('close consumer');
      return close;
    },
    silentMs: () => 0,
    limit: () => {},
  };
  const { telemetry, told } = recordTelemetry();
  const drain = createDrain({
    health: { startDraining: () => void steps.push('not ready') },
    consumers: () => [consumer],
    graceMs,
    services: [
      { name: 'renewals', stop: step('stop renewals') },
      { name: 'redis', stop: step('stop redis') },
    ],
    telemetry,
  });
  return { drain, steps, told };
};

/** Whether a promise settles within this much (fake) time. */
const settlesWithin = async (promise: Promise<unknown>, ms: number): Promise<boolean> => {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await jest.advanceTimersByTimeAsync(ms);
  return settled;
};

describe('createDrain', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('goes from readiness to the connections in order, and aborts nothing that ends by itself', async () => {
    const { drain, steps } = setUp();
    await drain();
    expect(steps).toEqual(['not ready', 'stop fetching', 'close consumer', 'stop renewals', 'stop redis']);
  });

  it('lets attempts run for the whole grace, then has them handed back before anything is closed', async () => {
    const { drain, steps } = setUp({ idle: never });
    const draining = drain();
    expect(await settlesWithin(draining, graceMs - 1)).toBe(false);
    expect(steps).toEqual(['not ready', 'stop fetching']);
    await jest.advanceTimersByTimeAsync(1);
    await draining;
    expect(steps.slice(2)).toEqual(['abort: shutdown', 'close consumer', 'stop renewals', 'stop redis']);
  });

  it('ends within the grace and its margin even when nothing ends or closes', async () => {
    const { drain, steps, told } = setUp({ idle: never, idleOnceAborted: false, close: never });
    expect(await settlesWithin(drain(), graceMs + drainMarginMs)).toBe(true);
    expect(steps.at(-1)).toBe('stop redis');
    expect(told.map(([name]) => name)).toEqual(['drainBegun', 'graceOver', 'stopFailed']);
  });

  it('goes on when a part fails to stop, and says so', async () => {
    const { drain, steps, told } = setUp({ close: Promise.reject(new Error('no')) });
    await drain();
    expect(steps.at(-1)).toBe('stop redis');
    expect(told.at(-1)).toEqual(['stopFailed', 'consumer of small', new Error('no')]);
  });

  it('drains once, however often it is asked', async () => {
    const { drain, steps } = setUp();
    await Promise.all([drain(), drain()]);
    expect(steps.filter((step) => step === 'not ready')).toHaveLength(1);
  });
});
