import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Scope } from '@millrace/contracts';
import type { Redis } from 'ioredis';
import type { Keys } from './keys.js';
import { guarded } from './store-unavailable-error.js';

/** Who a key speaks for. The key itself is never kept. */
export interface ApiKey {
  /** Public id: safe to log, not to authenticate with. */
  readonly id: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
}

export interface ApiKeyStore {
  /** Who presents this key, if it is one of those made here. Throws `StoreUnavailableError`. */
  find(presented: string): Promise<ApiKey | undefined>;
  /** Makes a key and returns it, the only time it can be seen. */
  create(owner: { tenant: string; scopes: readonly Scope[] }): Promise<{ key: string; apiKey: ApiKey }>;
  /** Forgets a key; false when there was none. */
  revoke(id: string): Promise<boolean>;
}

const shape = /^mr_([a-z0-9]{8})_[A-Za-z0-9_-]{43}$/;

const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/** API keys made at run time: kept as SHA-256 under a public id that the key itself carries (`mr_<id>_<secret>`). */
export const createApiKeyStore = ({ redis, keys }: { redis: Redis; keys: Keys }): ApiKeyStore => ({
  async find(presented) {
    const id = shape.exec(presented)?.[1];
    if (!id) return undefined;
    const record = await guarded(() => redis.hgetall(keys.apiKey(id)));
    const known = Buffer.from(record.digest ?? '', 'hex');
    const given = digestOf(presented);
    if (known.length !== given.length || !timingSafeEqual(known, given)) return undefined;
    return { id, tenant: record.tenant ?? '', scopes: (record.scopes ?? '').split('+') as Scope[] };
  },
  async create({ tenant, scopes }) {
    const id = randomBytes(4).toString('hex');
    const key = `mr_${id}_${randomBytes(32).toString('base64url')}`;
    // An id that is taken stays with its key; the chance is one in four billion per key there is.
    const free = await guarded(() => redis.hsetnx(keys.apiKey(id), 'tenant', tenant));
    if (free === 0) return this.create({ tenant, scopes });
    // The digest comes with the rest, so a key that was not made to the end opens nothing.
    const rest = { scopes: scopes.join('+'), created: Date.now(), digest: digestOf(key).toString('hex') };
    await guarded(() => redis.hset(keys.apiKey(id), rest));
    return { key, apiKey: { id, tenant, scopes } };
  },
  async revoke(id) {
    return (await guarded(() => redis.del(keys.apiKey(id)))) === 1;
  },
});
