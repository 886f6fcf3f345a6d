import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Caller } from './caller.js';

/** Looks a key up among those kept in Redis. Throws `StoreUnavailableError`. */
export type FindKey = (presented: string) => Promise<Caller | undefined>;

/** Found keys, remembered for less than a second. */
export interface StoredKeys {
  readonly find: FindKey;
  /** Forgets a key that has changed; without an id all of them. */
  forget(keyId?: string): void;
}

/** With the look-up itself less than the second within which a revoked key is refused everywhere. */
const freshMs = 750;
const keysKept = 10_000;

/** Remembers found keys for a moment, by digest, so that a busy key costs about one look-up a second; a revoked one is refused within that time. */
export const createStoredKeys = (find: FindKey): StoredKeys => {
  let changes = 0;
  /** What was read before a change was heard of may be older than it. */
  const findNow = async (presented: string): Promise<Caller | undefined> => {
    for (;;) {
      const before = changes;
      const found = await find(presented);
      if (changes === before) return found;
    }
  };
  const cache = new LRUCache<string, Caller, { presented: string }>({
    max: keysKept,
    ttl: freshMs,
    fetchMethod: (_digest, _stale, { context }) => findNow(context.presented),
  });
  return {
    find: (presented) => cache.fetch(createHash('sha256').update(presented).digest('base64'), { context: { presented } }),
    forget: (keyId) => {
      changes += 1;
      for (const [digest, caller] of [...cache.entries()]) if (keyId === undefined || caller.keyId === keyId) cache.delete(digest);
    },
  };
};
