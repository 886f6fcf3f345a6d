import { describe, expect, it } from '@jest/globals';
import { createHealth } from './health.js';

const setUp = ({ upForMs = 600_000, silentMs = [0, 0] } = {}) =>
  createHealth({
    pulse: { upForMs: () => upForMs },
    consumers: () => silentMs.map((ms, index) => ({ route: `route-${index}`, silentMs: () => ms })),
  });

describe('createHealth', () => {
  it('is live and ready while Redis answers and every consumer asks for jobs', () => {
    const health = setUp();
    expect([health.live(), health.ready()]).toEqual([{ ok: true }, { ok: true }]);
  });

  it('is not live when a consumer has silently stopped, and says which', () => {
    const health = setUp({ silentMs: [0, 30_001] });
    expect(health.live()).toEqual({ ok: false, reason: 'the consumer of route route-1 no longer asks for jobs' });
    expect(health.ready().ok).toBe(false);
  });

  it('does not ask for a restart while Redis is away or has only just come back, which a restart would not help', () => {
    for (const upForMs of [0, 5000]) expect(setUp({ upForMs, silentMs: [600_000] }).live().ok).toBe(true);
    expect(setUp({ upForMs: 0 }).ready()).toEqual({ ok: false, reason: 'redis does not answer' });
  });

  it('is not ready from the moment it is being stopped, and still live', () => {
    const health = setUp();
    health.startDraining();
    expect(health.ready()).toEqual({ ok: false, reason: 'stopping' });
    expect(health.live().ok).toBe(true);
  });
});
