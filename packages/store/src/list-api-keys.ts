import type { Redis } from 'ioredis';
import type { ApiKeyRecord } from './api-key.js';
import { readKeyFields } from './api-key-fields.js';
import type { Keys } from './keys.js';
import type { TimedMember } from './members-by-time.js';
import { newestMembers } from './newest-members.js';
import { runForEach } from './run-for-each.js';
import { guarded } from './store-unavailable-error.js';

export interface ApiKeyListRequest {
  readonly tenant?: string | undefined;
  readonly limit: number;
  readonly after?: TimedMember | undefined;
}

export interface ApiKeyPage {
  readonly apiKeys: readonly ApiKeyRecord[];
  /** The place to go on from; undefined on the last page. */
  readonly next?: TimedMember;
}

/** Lists keys, newest first, and takes those that are gone off the list. Throws `StoreUnavailableError`. */
export const createListApiKeys = ({ redis, keys }: { redis: Redis; keys: Keys }): ((request: ApiKeyListRequest) => Promise<ApiKeyPage>) => {
  const readAll = async (members: readonly TimedMember[]): Promise<readonly ApiKeyRecord[]> => {
    const ids = members.map(({ id }) => id);
    const records = (await runForEach(redis, ids, (pipeline, id) => pipeline.hgetall(keys.apiKey(id)))) as Record<string, string>[];
    const gone = ids.filter((_, place) => !records[place]?.digest);
    if (gone.length > 0) await guarded(() => redis.zrem(keys.apiKeys, ...gone));
    return ids.flatMap((id, place) => (records[place]?.digest ? [readKeyFields(id, records[place])] : []));
  };

  return async ({ tenant, limit, after }) => {
    const found: ApiKeyRecord[] = [];
    for await (const members of newestMembers({ redis, key: keys.apiKeys, after })) {
      found.push(...(await readAll(members)).filter((apiKey) => tenant === undefined || apiKey.tenant === tenant));
      if (found.length > limit) break;
    }
    const apiKeys = found.slice(0, limit);
    const last = found.length > limit ? apiKeys.at(-1) : undefined;
    return { apiKeys, ...(last && { next: { id: last.id, atMs: last.createdAtMs } }) };
  };
};
