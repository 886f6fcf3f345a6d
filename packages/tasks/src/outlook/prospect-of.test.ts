import { describe, expect, it } from '@jest/globals';
import type { StoredTask } from '@millrace/store';
import { prospectOf } from './prospect-of.js';
import type { RouteOutlook } from './route-outlook.js';

const nowMs = 1_000_000;
const outlook: RouteOutlook = { waiting: 40, paused: false, workersAlive: true, startsPerSecond: 4, atMs: nowMs, redisAheadMs: 0 };

const task = (change: Partial<StoredTask> = {}): StoredTask => ({
  id: 'task_x',
  run: 1,
  tenant: 'acme',
  state: 'queued',
  route: 'r',
  model: 'm',
  priority: 'standard',
  createdAtMs: nowMs - 5000,
  finishByMs: nowMs + 100_000,
  attempts: 0,
  lostAttempts: 0,
  attemptHistory: [],
  cached: false,
  told: { seq: 1, attempt: 0, deltas: 0, units: 0, toolCalls: false },
  ...change,
});
const prospect = (change: Partial<StoredTask>, view: Partial<RouteOutlook> = {}, ahead = 20) =>
  prospectOf(task(change), { ...outlook, ...view }, ahead, nowMs);
const unknownRate = { startsPerSecond: undefined } as unknown as Partial<RouteOutlook>;

describe('what can be said of a task that waits', () => {
  it('begins once those before it have begun, as fast as they did of late', () => {
    expect(prospect({})).toEqual({ ahead: 20, estimatedStartAtMs: nowMs + 5000 });
  });

  it('begins now when none is before it, however fast that goes', () => {
    expect(prospect({}, unknownRate, 0)).toEqual({ ahead: 0, estimatedStartAtMs: nowMs });
  });

  it('begins at an unknown time when nothing is known of how fast', () => {
    expect(prospect({}, unknownRate)).toEqual({ ahead: 20 });
  });

  it.each(['rate_limited', 'deployment_down'] as const)('waits for room while its route is dry (%s), and begins no sooner', (reason) => {
    const dry = { reason, untilMs: nowMs + 8000 };
    const waiting = { waitingReason: reason, retryAtMs: nowMs + 8000 };
    expect(prospect({}, { dry })).toEqual({ ...waiting, ahead: 20, estimatedStartAtMs: nowMs + 8000 });
    expect(prospect({}, { dry }, 60)).toEqual({ ...waiting, ahead: 60, estimatedStartAtMs: nowMs + 15_000 });
  });

  it('keeps the reason it has of its own while its route is dry, and waits for no room if nobody would take it anyway', () => {
    const dry = { reason: 'rate_limited', untilMs: nowMs + 8000 } as const;
    expect(prospect({ waitingReason: 'retrying', retryAtMs: nowMs + 1000 }, { dry })).toEqual({
      waitingReason: 'retrying',
      ahead: 20,
      estimatedStartAtMs: nowMs + 8000,
    });
    expect(prospect({}, { dry, paused: true })).toEqual({ waitingReason: 'paused', ahead: 20 });
    expect(prospect({}, { dry, workersAlive: false })).toEqual({ waitingReason: 'no_workers', ahead: 20 });
  });

  it.each([
    ['no_workers', { workersAlive: false }],
    ['no_workers', { workersAlive: false, paused: true }],
    ['paused', { paused: true }],
  ] as const)('waits for %s, whatever else, and begins at an unknown time', (waitingReason, view) => {
    for (const ahead of [0, 20]) {
      expect(prospect({ waitingReason: 'retrying', retryAtMs: nowMs + 9000 }, view, ahead)).toEqual({ waitingReason, ahead });
    }
  });

  it('begins no sooner than its retry is due', () => {
    const retry = { waitingReason: 'retrying', retryAtMs: nowMs + 9000 } as const;
    expect(prospect(retry)).toEqual({ waitingReason: 'retrying', ahead: 20, estimatedStartAtMs: nowMs + 9000 });
    expect(prospect(retry, {}, 40).estimatedStartAtMs).toBe(nowMs + 10_000);
  });

  it('begins no sooner than it is to run, and waits for nobody until then', () => {
    const scheduled = { state: 'scheduled', runAtMs: nowMs + 60_000 } as const;
    expect(prospect(scheduled)).toEqual({ ahead: 20, estimatedStartAtMs: nowMs + 60_000 });
    expect(prospect(scheduled, { workersAlive: false, ...unknownRate })).toEqual({ ahead: 20, estimatedStartAtMs: nowMs + 60_000 });
    expect(prospect(scheduled, {}, 400).estimatedStartAtMs).toBe(nowMs + 100_000);
  });
});
