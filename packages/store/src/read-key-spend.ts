import type { Redis } from 'ioredis';
import type { ApiKeyRecord, KeySpend } from './api-key.js';
import type { Keys } from './keys.js';
import { redisTimeMs } from './redis-time-ms.js';
import { runForEach } from './run-for-each.js';

/** Reads what keys have spent, in the order of the keys. Throws `StoreUnavailableError`. */
export type ReadKeySpend = (keys: readonly Pick<ApiKeyRecord, 'id' | 'account'>[]) => Promise<readonly KeySpend[]>;

const fields = ['day', 'day_spent', 'month', 'month_spent', 'reserved'] as const;

export const createReadKeySpend =
  ({ redis, keys }: { readonly redis: Redis; readonly keys: Keys }): ReadKeySpend =>
  async (apiKeys) => {
    if (apiKeys.length === 0) return [];
    const accounts = apiKeys.map(({ id, account = id }) => account);
    const [time, ...read] = await runForEach(redis, ['', ...accounts], (pipeline, id) =>
      id === '' ? pipeline.time() : pipeline.hmget(keys.spend(id), ...fields),
    );
    const today = new Date(redisTimeMs(time as string[])).toISOString().slice(0, 10);
    return (read as (string | null)[][]).map(([day, ofDay, month, ofMonth, reserved]) => ({
      todayNano: day === today ? Number(ofDay) : 0,
      monthNano: month === today.slice(0, 7) ? Number(ofMonth) : 0,
      reservedNano: Number(reserved ?? 0),
    }));
  };
