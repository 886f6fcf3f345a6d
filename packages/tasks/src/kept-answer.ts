import type { TaskResult, TokenUsage } from '@millrace/contracts';
import type { Seal } from '@millrace/store';

/** An answer kept in Redis, by the digest of everything that shapes an answer: `begin` finds it, `settle` writes it. */
export interface KeptAnswer {
  readonly result: TaskResult;
  readonly usage: TokenUsage | null;
}

/** undefined for one that cannot be read, which is as good as none. */
export const readKept = (seal: Seal, digest: string, sealed: string): KeptAnswer | undefined => {
  try {
    return JSON.parse(seal.open(sealed, digest)) as KeptAnswer;
  } catch {
    return undefined;
  }
};
