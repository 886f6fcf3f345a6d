import type { Meter, MeterOptions } from './meter.js';

interface Taken {
  readonly at: number;
  amount: number;
}

/** Counts exactly what was taken in the minute before now. */
export const createSlidingWindow = ({ limit, minuteMs }: MeterOptions): Meter => {
  const taken: Taken[] = [];
  let used = 0;

  const forget = (now: number): void => {
    while (taken[0] !== undefined && taken[0].at <= now - minuteMs) used -= (taken.shift() as Taken).amount;
  };
  const untilFree = (wanted: number, now: number): number => {
    let freed = 0;
    for (const { at, amount } of taken) {
      freed += amount;
      if (freed >= wanted) return at + minuteMs - now;
    }
    return 0;
  };
  return {
    waitMs: (amount, now) => {
      forget(now);
      if (amount > limit) return Number.POSITIVE_INFINITY;
      const tooMuch = used + amount - limit;
      return tooMuch <= 0 ? 0 : untilFree(tooMuch, now);
    },
    take: (amount, now) => {
      forget(now);
      const entry = { at: now, amount };
      taken.push(entry);
      used += amount;
      return (actual, at) => {
        forget(at);
        if (entry.at > at - minuteMs) used += actual - entry.amount;
        entry.amount = actual;
      };
    },
    left: (now) => {
      forget(now);
      const last = taken.at(-1);
      return { remaining: Math.max(0, limit - used), resetMs: last === undefined ? 0 : last.at + minuteMs - now };
    },
  };
};
