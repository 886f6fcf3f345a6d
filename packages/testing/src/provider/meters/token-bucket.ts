import type { Meter, MeterOptions } from './meter.js';

/** Refills continuously up to its capacity, full at first. An amount counted afterwards may bring it below nothing. */
export const createTokenBucket = ({ limit, minuteMs, capacity = limit }: MeterOptions): Meter => {
  const perMs = limit / minuteMs;
  let level = capacity;
  let asOf: number | undefined;

  const refill = (now: number): void => {
    level = Math.min(capacity, level + Math.max(0, now - (asOf ?? now)) * perMs);
    asOf = Math.max(asOf ?? now, now);
  };
  const change = (amount: number, now: number): void => {
    refill(now);
    level = Math.min(capacity, level + amount);
  };
  return {
    waitMs: (amount, now) => {
      refill(now);
      return amount > capacity ? Number.POSITIVE_INFINITY : Math.max(0, (amount - level) / perMs);
    },
    take: (amount, now) => {
      change(-amount, now);
      return (actual, at) => change(amount - actual, at);
    },
    left: (now) => {
      refill(now);
      return { remaining: Math.max(0, Math.floor(level)), resetMs: (capacity - level) / perMs };
    },
  };
};
