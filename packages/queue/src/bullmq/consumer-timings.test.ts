import { describe, expect, it } from '@jest/globals';
import { consumerTimings } from './consumer-timings.js';

const { lockMs, lockRenewMs, stalledIntervalMs } = consumerTimings;

describe('the timings of a consumer', () => {
  it('put back the job of a dead worker within 15 s at the worst', () => {
    expect(lockMs + 2 * stalledIntervalMs).toBeLessThan(15_000);
  });

  it('let a stalled check mark the job before its lock runs out, so that the next one after that puts it back', () => {
    expect(2 * stalledIntervalMs).toBeLessThanOrEqual(lockMs);
  });

  it('renew a lock several times before it runs out', () => {
    expect(3 * lockRenewMs).toBeLessThanOrEqual(lockMs);
  });
});
