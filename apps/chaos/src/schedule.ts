import type { Fault } from './faults/fault.js';
import type { Random } from './random.js';

export interface ScheduleOptions {
  readonly faults: readonly Fault[];
  /** Each fault alone, in any order, so many times. */
  readonly alone: number;
  /** So many times some of them together. */
  readonly together: number;
  readonly random: Random;
}

/** Which faults happen, one item after the other. Of those that come together at most one is of Redis: two would be one. */
export const scheduleOf = ({ faults, alone, together, random }: ScheduleOptions): (readonly Fault[])[] => {
  const single = Array.from({ length: alone }, () => random.shuffled(faults).map((fault) => [fault])).flat();
  const combined = Array.from({ length: together }, () => {
    const chosen: Fault[] = [];
    for (const fault of random.shuffled(faults)) {
      const fits = chosen.every(({ kind }) => kind !== fault.kind || kind === 'members');
      if (chosen.length < 2 + random.below(2) && fits) chosen.push(fault);
    }
    return chosen;
  });
  return [...single, ...combined];
};
