import { describe, expect, it } from '@jest/globals';
import { createRedisPulse } from './redis-pulse.js';

describe('createRedisPulse', () => {
  it('is down until Redis has answered once, and tells each change once, with how long the other state lasted', () => {
    const changes: [boolean, number][] = [];
    let now = 0;
    const pulse = createRedisPulse({ clock: () => now, onChange: (up, wasMs) => changes.push([up, wasMs]) });
    expect(pulse.upForMs()).toBe(0);
    now = 10;
    pulse.answered();
    now = 40;
    pulse.answered();
    expect(pulse.upForMs()).toBe(30);
    pulse.failed();
    pulse.failed();
    expect(pulse.upForMs()).toBe(0);
    now = 100;
    pulse.answered();
    expect(pulse.upForMs()).toBeGreaterThan(0);
    expect(changes).toEqual([
      [true, 10],
      [false, 30],
      [true, 60],
    ]);
  });
});
