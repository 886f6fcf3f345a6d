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

/** What is known of a receiver, or of all receivers of a tenant. */
interface Known {
  running: number;
  /** How long an attempt takes of late. */
  meanMs: number;
  /** When the last of those that were sent away comes back. */
  bookedUntilMs: number;
}

/** Slower than this is slow. One that nobody knows counts as slow too. */
const slowMs = 1000;
const shortestWaitMs = 250;
const longestWaitMs = 300_000;
const mostKnown = 10_000;

/**
 * Keeps a receiver that hangs from taking every place: a slow one gets a tenth of them, a quick one and all of one tenant's together a half.
 * Who finds its places taken is told to come back when one should be free, each at a time of its own, so a thousand that wait do not come
 * back all at once and again and again.
 */
export const createReceiverPlaces = ({ concurrency, monotonicMs, random }: ReceiverPlacesOptions): ReceiverPlaces => {
  const few = Math.max(1, Math.floor(concurrency / 10));
  const many = Math.max(1, Math.floor(concurrency / 2));
  const known = new LRUCache<string, Known>({ max: mostKnown });
  const knownOf = (name: string): Known => {
    const one = known.get(name) ?? { running: 0, meanMs: slowMs, bookedUntilMs: 0 };
    known.set(name, one);
    return one;
  };
  const book = (one: Known, places: number): number => {
    const now = monotonicMs();
    one.bookedUntilMs = Math.min(Math.max(now, one.bookedUntilMs) + one.meanMs / places, now + longestWaitMs);
    return Math.max(shortestWaitMs, one.bookedUntilMs - now) * (1 + random() / 4);
  };

  return {
    take({ tenant, host }) {
      const receiver = knownOf(`${tenant} ${host}`);
      const all = knownOf(tenant);
      const places = receiver.meanMs < slowMs ? many : few;
      if (receiver.running >= places) return { kind: 'full', waitMs: book(receiver, places) };
      if (all.running >= many) return { kind: 'full', waitMs: book(all, many) };
      receiver.running += 1;
      all.running += 1;
      return {
        kind: 'taken',
        leave: (durationMs) => {
          for (const one of [receiver, all]) {
            one.running -= 1;
            one.meanMs += (durationMs - one.meanMs) / 4;
          }
        },
      };
    },
  };
};
