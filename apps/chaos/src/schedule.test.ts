import { describe, expect, it } from '@jest/globals';
import { everyFault } from './faults/every-fault.js';
import { createRandom } from './random.js';
import { scheduleOf } from './schedule.js';

const names = (seed: number) =>
  scheduleOf({ faults: everyFault, alone: 2, together: 30, random: createRandom(seed) }).map((item) => item.map(({ name }) => name));

describe('a schedule of faults', () => {
  it('has each of them alone as often as it should be, and then two or three at once', () => {
    const all = names(7);
    const alone = all.slice(0, 2 * everyFault.length).flat();
    expect(alone.sort()).toEqual([...everyFault, ...everyFault].map(({ name }) => name).sort());
    for (const item of all.slice(2 * everyFault.length)) {
      expect([2, 3]).toContain(item.length);
      expect(new Set(item).size).toBe(item.length);
    }
  });

  it('never takes Redis away twice at once: that would be one fault', () => {
    const ofRedis = new Set(everyFault.filter(({ kind }) => kind === 'redis').map(({ name }) => name));
    for (const item of names(11)) expect(item.filter((name) => ofRedis.has(name)).length).toBeLessThanOrEqual(1);
  });

  it('is the same with the same seed, and another with another', () => {
    expect(names(1)).toEqual(names(1));
    expect(names(1)).not.toEqual(names(2));
  });
});
