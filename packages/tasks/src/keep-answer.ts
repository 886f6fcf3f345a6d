import type { TaskResult, TokenUsage } from '@millrace/contracts';
import { guarded, type Keys, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';

export interface KeptAnswer {
  readonly result: TaskResult;
  readonly usage: TokenUsage | null;
}

/** Keeps answers in Redis, by the digest of everything that shapes an answer; `begin` finds them. Throws `StoreUnavailableError`. */
export type KeepAnswer = (digest: string, answer: KeptAnswer, ttlSeconds: number) => Promise<void>;

export const createKeepAnswer =
  ({ redis, keys, seal }: { redis: Redis; keys: Keys; seal: Seal }): KeepAnswer =>
  async (digest, answer, ttlSeconds) => {
    await guarded(() => redis.set(keys.cachedAnswer(digest), seal.seal(JSON.stringify(answer), digest), 'EX', ttlSeconds));
  };
