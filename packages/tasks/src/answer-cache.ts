import type { TaskResult, TokenUsage } from '@millrace/contracts';

export interface KeptAnswer {
  readonly result: TaskResult;
  readonly usage: TokenUsage | null;
}

/** Kept answers in Redis, by the digest of everything that shapes an answer. Throws `StoreUnavailableError`. */
export interface AnswerStore {
  get(digest: string): Promise<{ answer: KeptAnswer; ttlMs: number } | undefined>;
  set(digest: string, answer: KeptAnswer, ttlSeconds: number): Promise<void>;
}
