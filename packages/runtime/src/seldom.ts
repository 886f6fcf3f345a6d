import type { Clock } from './clock.js';

export interface SeldomOptions {
  readonly clock: Clock;
  readonly everyMs?: number;
}

/** Tells whether to speak of a thing now: undefined = spoken of a moment ago; else how often that was kept quiet since. */
export type Seldom = (thing: string) => number | undefined;

/** For troubles that come a hundred times a second while an outage lasts. */
export const createSeldom = ({ clock, everyMs = 10_000 }: SeldomOptions): Seldom => {
  const known = new Map<string, { spokenAtMs: number; kept: number }>();
  return (thing) => {
    const last = known.get(thing);
    if (last && clock() - last.spokenAtMs < everyMs) {
      last.kept += 1;
      return undefined;
    }
    known.set(thing, { spokenAtMs: clock(), kept: 0 });
    return last?.kept ?? 0;
  };
};
