import type { KeepAnswer, KeptAnswer } from '@millrace/tasks';
import { LRUCache } from 'lru-cache';

export interface AnswerCache {
  /** An answer that this process holds itself; for those in Redis `begin` looks. */
  find(digest: string): KeptAnswer | undefined;
  /** Holds an answer that was found in Redis, for as long as it stays there. */
  hold(digest: string, answer: KeptAnswer, ttlMs: number): void;
  /** Keeps an answer here at once and in Redis soon; nobody waits for that, and no failure of it matters to a task. */
  keep(digest: string, answer: KeptAnswer, ttlSeconds: number): void;
}

export interface AnswerCacheOptions {
  readonly keepInRedis: KeepAnswer;
  /** How many answers this process holds itself; 0 = none. */
  readonly entries: number;
  /** Milliseconds from any fixed point; never goes back. */
  readonly monotonicMs: () => number;
  readonly onUnavailable: (error: unknown) => void;
}

/** Bound on what the process holds, in UTF-16 code units of JSON: a thousand very long answers must not fill its memory. */
const maxHeldLength = 32 * 1024 * 1024;

/** Kept answers: the most recently used in this process, in front of those in Redis, for as long as Redis would keep them. */
export const createAnswerCache = ({ keepInRedis, entries, monotonicMs, onUnavailable }: AnswerCacheOptions): AnswerCache => {
  const held = entries > 0 ? createHeldAnswers(entries, monotonicMs) : undefined;

  return {
    find: (digest) => held?.get(digest),
    hold: (digest, answer, ttlMs) => {
      if (ttlMs > 0) held?.set(digest, answer, { ttl: ttlMs });
    },
    keep: (digest, answer, ttlSeconds) => {
      held?.set(digest, answer, { ttl: ttlSeconds * 1000 });
      keepInRedis(digest, answer, ttlSeconds).catch(onUnavailable);
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
