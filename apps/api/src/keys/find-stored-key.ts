import type { ApiKeyStore } from '@millrace/store';
import type { FindKey } from './stored-keys.js';

export interface FindStoredKeyOptions {
  readonly apiKeys: Pick<ApiKeyStore, 'find'>;
  /** Throws `StoreUnavailableError` when Redis does not answer. */
  readonly requireRedis: () => Promise<unknown>;
  readonly noteUse: (keyId: string) => void;
}

/** Looks among the keys in Redis. While Redis is away no key is unknown, only not known to be right: that is 503, never 401. */
export const createFindStoredKey =
  ({ apiKeys, requireRedis, noteUse }: FindStoredKeyOptions): FindKey =>
  async (presented) => {
    const found = await apiKeys.find(presented);
    if (found) {
      noteUse(found.id);
      const { id, tenant, scopes, limits } = found;
      return { keyId: id, tenant, scopes, stored: true, ...(limits && { limits }) };
    }
    await requireRedis();
    return undefined;
  };
