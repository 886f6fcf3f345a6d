import type { KeptAnswer } from '@millrace/tasks';
import { LRUCache } from 'lru-cache';

export interface AnswerCache {
  /** An answer that this process holds itself; for those in Redis `begin` looks, and `settle` writes them. */
  find(digest: string): KeptAnswer | undefined;
  /** Holds an answer that is in Redis, for as long as it stays there. */
  hold(digest: string, answer: KeptAnswer, ttlMs: number): void;
  /** Lets go of an answer that was erased, and of one that was read before that and is only now to be held. */
  forget(digest: string): void;
  /** Forgets everything and holds nothing until `resume`: for as long as this process cannot hear what is erased. */
  suspend(): void;
  /** Holds answers again; after a suspension in the midst of work not before those that were read meanwhile have arrived. */
  resume(): void;
}

export interface AnswerCacheOptions {
  /** How many answers this process holds itself; 0 = none. */
  readonly entries: number;
  /** Milliseconds from any fixed point; never goes back. */
  readonly monotonicMs: () => number;
}

/** Bound on what the process holds, in UTF-16 code units of JSON: a thousand very long answers must not fill its memory. */
const maxHeldLength = 32 * 1024 * 1024;

/** Longer than any answer that was read before it was erased can be on its way. */
const onItsWayMs = 60_000;
const maxErased = 10_000;

/** Kept answers: the most recently used in this process, in front of those in Redis, for as long as Redis would keep them. */
export const createAnswerCache = ({ entries, monotonicMs }: AnswerCacheOptions): AnswerCache => {
  const held = entries > 0 ? createHeldAnswers(entries, monotonicMs) : undefined;
  const erased = new LRUCache<string, true>({ max: maxErased, ttl: onItsWayMs, perf: { now: monotonicMs }, ttlResolution: 0 });
  let holdsFromMs = 0;
  let hasListened = false;

  return {
    find: (digest) => held?.get(digest),
    hold: (digest, answer, ttlMs) => {
      if (ttlMs > 0 && monotonicMs() >= holdsFromMs && !erased.has(digest)) held?.set(digest, answer, { ttl: ttlMs });
    },
    forget: (digest) => {
      erased.set(digest, true);
      held?.delete(digest);
    },
    suspend: () => {
      holdsFromMs = Number.POSITIVE_INFINITY;
      held?.clear();
    },
    resume: () => {
      holdsFromMs = hasListened ? monotonicMs() + onItsWayMs : 0;
      hasListened = true;
    },
  };
};

const createHeldAnswers = (entries: number, monotonicMs: () => number) =>
  new LRUCache<string, KeptAnswer>({
    max: entries,
    perf: { now: monotonicMs },
    ttlResolution: 0,
    maxSize: maxHeldLength,
    sizeCalculation: ({ result }) => JSON.stringify(result.message).length + result.text.length + 1,
  });
