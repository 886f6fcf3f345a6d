import { createScript, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

/** Of one call: as many as that take Redis less than a millisecond. */
const drawn = 100;

/** Frees places at a deployment or credential that nobody holds any more, a bounded number of them. Throws `StoreUnavailableError`. */
export const createTidyLimiters = ({ redis, keys }: { redis: Redis; keys: Keys }): (() => Promise<number>) => {
  const script = createScript({ redis, keys, name: 'tidy-limiters' });
  return async () => (await script(keys.limiters, [drawn])) as number;
};
