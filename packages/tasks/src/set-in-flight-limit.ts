import { guarded, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

/**
 * Sets how many tasks of a key may be queued for a worker or running, or takes the limit away; those that are held are released within
 * seconds as far as there is room. Goes before what callers come with. Throws `StoreUnavailableError`.
 */
export type SetInFlightLimit = (keyId: string, limit: number | undefined) => Promise<void>;

export const createSetInFlightLimit =
  ({ redis, keys }: { redis: Redis; keys: Keys }): SetInFlightLimit =>
  async (keyId, limit) => {
    await guarded(() => (limit === undefined ? redis.hdel(keys.inFlightLimits, keyId) : redis.hset(keys.inFlightLimits, keyId, limit)));
  };
