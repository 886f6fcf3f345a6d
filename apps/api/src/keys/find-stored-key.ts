import { type ApiKeyStore, StoreUnavailableError } from '@millrace/store';
import type { FindKey } from './stored-keys.js';

export interface FindStoredKeyOptions {
  readonly apiKeys: Pick<ApiKeyStore, 'find'>;
  readonly redisIsReady: () => boolean;
}

/** Looks among the keys in Redis. While Redis is away no key is unknown, only not known to be right: that is 503, never 401. */
export const createFindStoredKey =
  ({ apiKeys, redisIsReady }: FindStoredKeyOptions): FindKey =>
  async (presented) => {
    const found = await apiKeys.find(presented);
    if (found) return { keyId: found.id, tenant: found.tenant, scopes: found.scopes };
    if (!redisIsReady()) throw new StoreUnavailableError('Redis is away, so the key cannot be looked up');
    return undefined;
  };
