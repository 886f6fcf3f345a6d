import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.js';

/** Looks a key up among those kept in Redis. Throws `StoreUnavailableError`. */
export type FindKey = (presented: string) => Promise<Caller | undefined>;

const freshMs = 1000;
const keysKept = 10_000;

/** Remembers found keys for a second, by digest, so that a busy key costs one look-up a second; a revoked one is refused within that time. */
export const createStoredKeys = (find: FindKey): FindKey => {
  const cache = new LRUCache<string, Caller, { presented: string }>({
    max: keysKept,
    ttl: freshMs,
    fetchMethod: (_digest, _stale, { context }) => find(context.presented),
  });
  return (presented) => cache.fetch(createHash('sha256').update(presented).digest('base64'), { context: { presented } });
};
