import type { AnswerStore, KeptAnswer } from '@millrace/tasks';
import { LRUCache } from 'lru-cache';

export interface AnswerCache {
  /** A kept answer; a cache that cannot be reached has none. */
  find(digest: string): Promise<KeptAnswer | undefined>;
  /** Keeps an answer here at once and in Redis soon; nobody waits for that, and no failure of it matters to a task. */
  keep(digest: string, answer: KeptAnswer, ttlSeconds: number): void;
}

export interface AnswerCacheOptions {
  readonly store: AnswerStore;
  /** How many answers this process holds itself; 0 = none. */
  readonly entries: number;
  /** Milliseconds from any fixed point; never goes back. */
  readonly monotonicMs: () => number;
  readonly onUnavailable: (error: unknown) => void;
}

/** Bound on what the process holds, in UTF-16 code units of JSON: a thousand very long answers must not fill its memory. */
const maxHeldLength = 32 * 1024 * 1024;

/** Kept answers: the most recently used in this process, in front of those in Redis, for as long as Redis would keep them. */
export const createAnswerCache = ({ store, entries, monotonicMs, onUnavailable }: AnswerCacheOptions): AnswerCache => {
  const held = entries > 0 ? createHeldAnswers(entries, monotonicMs) : undefined;

  return {
    find: async (digest) => {
      const here = held?.get(digest);
      if (here) return here;
      try {
        const found = await store.get(digest);
        if (!found) return undefined;
        if (found.ttlMs > 0) held?.set(digest, found.answer, { ttl: found.ttlMs });
        return found.answer;
      } catch (error) {
        onUnavailable(error);
        return undefined;
      }
    },
    keep: (digest, answer, ttlSeconds) => {
      held?.set(digest, answer, { ttl: ttlSeconds * 1000 });
      store.set(digest, answer, ttlSeconds).catch(onUnavailable);
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
