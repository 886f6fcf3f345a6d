import { guarded, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

/** How many tasks are held for the limit of their key, by route; routes that never had one are missing. Throws `StoreUnavailableError`. */
export type ReadHeldTasks = () => Promise<ReadonlyMap<string, number>>;

export const createReadHeldTasks =
  ({ redis, keys }: { readonly redis: Redis; readonly keys: Keys }): ReadHeldTasks =>
  async () => {
    const counts = await guarded(() => redis.hgetall(keys.heldTasks));
    return new Map(Object.entries(counts).map(([route, count]) => [route, Number(count)]));
  };
