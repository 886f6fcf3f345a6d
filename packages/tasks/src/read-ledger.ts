import { guarded, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

/** The books of an installation, kept by the scripts: submitted = succeeded + failed + cancelled + expired + open, always. */
export interface Ledger {
  readonly submitted: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly expired: number;
  readonly open: number;
  /** Attempts that died with their worker. */
  readonly lostAttempts: number;
}

/** Reads the books in one step, so that they add up at any moment. Throws `StoreUnavailableError`. */
export const createReadLedger = ({ redis, keys }: { redis: Redis; keys: Keys }): (() => Promise<Ledger>) => {
  const read = async (): Promise<[Record<string, string>, number]> => {
    const answers = (await redis.multi().hgetall(keys.totals).zcard(keys.open).exec()) ?? [];
    for (const [error] of answers) if (error) throw error;
    return [(answers[0]?.[1] ?? {}) as Record<string, string>, Number(answers[1]?.[1] ?? 0)];
  };

  return async () => {
    const [totals, open] = await guarded(read);
    const count = (entry: string): number => Number(totals[entry] ?? 0);
    return {
      submitted: count('submitted'),
      succeeded: count('succeeded'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      expired: count('expired'),
      open,
      lostAttempts: count('lost_attempts'),
    };
  };
};
