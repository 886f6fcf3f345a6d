import { createScript, type Keys } from '@millrace/store';
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
  const script = createScript({ redis, keys, name: 'ledger' });

  return async () => {
    const [open, totals] = (await script(keys.totals, [])) as [number, string[]];
    const count = (entry: string): number => (totals.includes(entry) ? Number(totals[totals.indexOf(entry) + 1]) : 0);
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
