import type { TaskResult, TokenUsage } from '@millrace/contracts';
import { guarded, type Keys, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';

export interface KeptAnswer {
  readonly result: TaskResult;
  readonly usage: TokenUsage | null;
}

/** Kept answers in Redis, by the digest of everything that shapes an answer. Throws `StoreUnavailableError`. */
export interface AnswerStore {
  get(digest: string): Promise<{ answer: KeptAnswer; ttlMs: number } | undefined>;
  set(digest: string, answer: KeptAnswer, ttlSeconds: number): Promise<void>;
}

export const createAnswerStore = ({ redis, keys, seal }: { redis: Redis; keys: Keys; seal: Seal }): AnswerStore => ({
  async get(digest) {
    const key = keys.cachedAnswer(digest);
    const [sealed, ttlMs] = await guarded(() => Promise.all([redis.get(key), redis.pttl(key)]));
    if (sealed === null || ttlMs <= 0) return undefined;
    return { answer: JSON.parse(seal.open(sealed, digest)) as KeptAnswer, ttlMs };
  },
  async set(digest, answer, ttlSeconds) {
    await guarded(() => redis.set(keys.cachedAnswer(digest), seal.seal(JSON.stringify(answer), digest), 'EX', ttlSeconds));
  },
});
