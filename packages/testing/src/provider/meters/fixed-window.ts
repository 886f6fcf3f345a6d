import type { Meter, MeterOptions } from './meter.js';

/** Forgets everything at the turn of each minute of the clock. */
export const createFixedWindow = ({ limit, minuteMs }: MeterOptions): Meter => {
  let window = Number.NEGATIVE_INFINITY;
  let used = 0;

  const turn = (now: number): void => {
    const current = Math.floor(now / minuteMs);
    if (current <= window) return;
    window = current;
    used = 0;
  };
  const untilTurn = (now: number): number => Math.max(0, (window + 1) * minuteMs - now);
  return {
    waitMs: (amount, now) => {
      turn(now);
      if (amount > limit) return Number.POSITIVE_INFINITY;
      return used + amount <= limit ? 0 : untilTurn(now);
    },
    take: (amount, now) => {
      turn(now);
      used += amount;
      const taken = window;
      return (actual, at) => {
        turn(at);
        // A minute that is over is not reckoned again; what came on top counts where it became known.
        used += taken === window ? actual - amount : Math.max(0, actual - amount);
      };
    },
    left: (now) => {
      turn(now);
      return { remaining: Math.max(0, limit - used), resetMs: used === 0 ? 0 : untilTurn(now) };
    },
  };
};
