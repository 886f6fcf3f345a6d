import { LRUCache } from 'lru-cache';

/** Whose turn it is: a place to send from, or how long to stay away. */
export type Place =
  | { readonly kind: 'taken' /** Says that the place is free again, and how long it was taken. */; leave(durationMs: number): void }
  | { readonly kind: 'full'; readonly waitMs: number };

export interface ReceiverPlaces {
  take(receiver: { readonly tenant: string; readonly host: string }): Place;
}

export interface ReceiverPlacesOptions {
  /** How many deliveries this worker makes at once. */
  readonly concurrency: number;
  /** Milliseconds from any fixed point; never goes back. */
  readonly monotonicMs: () => number;
  readonly random: () => number;
}

/** What is known of a receiver, or of several together. */
interface Known {
  /** How long an attempt takes of late. */
  meanMs: number;
  /** When the last of those that were sent away comes back. */
  bookedUntilMs: number;
}

/** Who shares so many places. */
interface Share {
  readonly name: string;
  readonly places: number;
}

/** Slower than this is slow. One that nobody knows counts as slow too. */
const slowMs = 1000;
const shortestWaitMs = 250;
const longestWaitMs = 300_000;
const mostKnown = 10_000;

/**
 * Keeps receivers that hang from taking every place. A slow one gets a tenth of them, the slow ones of a tenant a quarter, and all slow ones
 * together a half, so the other half is for quick ones whatever hangs; a quick one, and all of one tenant's together, get a half too.
 * Who finds its places taken is told to come back when one should be free, each at a time of its own, so a thousand that wait do not come
 * back all at once and again and again.
 */
export const createReceiverPlaces = ({ concurrency, monotonicMs, random }: ReceiverPlacesOptions): ReceiverPlaces => {
  const placesOf = (part: number): number => Math.max(1, Math.floor(concurrency / part));
  const known = new LRUCache<string, Known>({ max: mostKnown });
  // Apart from what may be forgotten, and no more of them than there are places.
  const running = new Map<string, number>();
  const knownOf = (name: string): Known => {
    const one = known.get(name) ?? { meanMs: slowMs, bookedUntilMs: 0 };
    known.set(name, one);
    return one;
  };
  const count = (name: string, change: 1 | -1): void => {
    const now = (running.get(name) ?? 0) + change;
    if (now > 0) running.set(name, now);
    else running.delete(name);
  };
  const book = ({ name, places }: Share): number => {
    const [now, one] = [monotonicMs(), knownOf(name)];
    one.bookedUntilMs = Math.min(Math.max(now, one.bookedUntilMs) + one.meanMs / places, now + longestWaitMs);
    return Math.max(shortestWaitMs, one.bookedUntilMs - now) * (1 + random() / 4);
  };
  const sharesOf = (tenant: string, host: string): readonly Share[] => {
    const receiver = `receiver ${tenant} ${host}`;
    const all = { name: `tenant ${tenant}`, places: placesOf(2) };
    if (knownOf(receiver).meanMs < slowMs) return [{ name: receiver, places: placesOf(2) }, all];
    const slow = [
      { name: `slow of ${tenant}`, places: placesOf(4) },
      { name: 'slow', places: placesOf(2) },
    ];
    return [{ name: receiver, places: placesOf(10) }, all, ...slow];
  };

  return {
    take({ tenant, host }) {
      const shares = sharesOf(tenant, host);
      const full = shares.find(({ name, places }) => (running.get(name) ?? 0) >= places);
      if (full) return { kind: 'full', waitMs: book(full) };
      for (const { name } of shares) count(name, 1);
      return {
        kind: 'taken',
        leave: (durationMs) => {
          for (const { name } of shares) {
            count(name, -1);
            const one = knownOf(name);
            one.meanMs += (durationMs - one.meanMs) / 4;
          }
        },
      };
    },
  };
};
