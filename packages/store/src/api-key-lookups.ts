import { createHash, timingSafeEqual } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { ApiKey, ApiKeyRecord } from './api-key.js';
import { keyIsInUse, readKeyFields } from './api-key-fields.js';
import type { Keys } from './keys.js';
import { type ApiKeyListRequest, type ApiKeyPage, createListApiKeys } from './list-api-keys.js';
import { redisTimeMs } from './redis-time-ms.js';
import { runForEach } from './run-for-each.js';
import { createScript } from './script.js';
import { guarded } from './store-unavailable-error.js';

/** Looks at keys. All of it throws `StoreUnavailableError`. */
export interface ApiKeyLookups {
  /** Who presents this key, if it is one of those made here and in use. */
  find(presented: string): Promise<ApiKey | undefined>;
  read(id: string): Promise<ApiKeyRecord | undefined>;
  /** Newest first. */
  list(request: ApiKeyListRequest): Promise<ApiKeyPage>;
  /** Those of these that are in use, in one round trip. */
  inUse(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Notes that a key was used just now. */
  noteUse(id: string): Promise<void>;
}

const shape = /^mr_([a-z0-9]{8})_[A-Za-z0-9_-]{43}$/;

export const digestOfKey = (key: string): Buffer => createHash('sha256').update(key).digest();

export const createApiKeyLookups = ({ redis, keys }: { redis: Redis; keys: Keys }): ApiKeyLookups => {
  const useKey = createScript({ redis, keys, name: 'use-key' });

  return {
    async find(presented) {
      const id = shape.exec(presented)?.[1];
      if (!id) return undefined;
      const [fields, time] = await guarded(() => Promise.all([redis.hgetall(keys.apiKey(id)), redis.time()]));
      const known = Buffer.from(fields.digest ?? '', 'hex');
      const given = digestOfKey(presented);
      if (known.length !== given.length || !timingSafeEqual(known, given)) return undefined;
      if (!keyIsInUse(fields, redisTimeMs(time))) return undefined;
      const { tenant, scopes, limits } = readKeyFields(id, fields);
      return { id, tenant, scopes, ...(limits && { limits }) };
    },
    async read(id) {
      const fields = await guarded(() => redis.hgetall(keys.apiKey(id)));
      return fields.digest ? readKeyFields(id, fields) : undefined;
    },
    list: createListApiKeys({ redis, keys }),
    async inUse(ids) {
      if (ids.length === 0) return new Set();
      const [time, ...records] = await runForEach(redis, ['', ...ids], (pipeline, id) =>
        id === '' ? pipeline.time() : pipeline.hmget(keys.apiKey(id), 'digest', 'revoked', 'expires'),
      );
      const nowMs = redisTimeMs(time as string[]);
      const usable = (place: number): boolean => {
        const [digest = null, revoked = null, expires = null] = (records[place] ?? []) as (string | null)[];
        return keyIsInUse({ digest, revoked, expires }, nowMs);
      };
      return new Set(ids.filter((_, place) => usable(place)));
    },
    noteUse: async (id) => void (await useKey(keys.apiKey(id), [id])),
  };
};
