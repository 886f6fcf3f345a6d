import { within } from '@millrace/runtime';
import { connectRedis, createApiKeyStore, createKeys } from '@millrace/store';
import type { ApiConfig } from '../config.js';
import type { Flags } from '../parse-flags.js';

type KeyFlags = Extract<Flags, { kind: 'create_key' | 'revoke_key' }>;

/** What came of it: `said` goes to the operator, who alone ever sees a new key. */
export interface KeyChange {
  readonly ok: boolean;
  readonly said: string;
}

const connectMs = 5000;

/** Makes or forgets an API key in Redis. Throws `StoreUnavailableError`. */
export const changeStoredKeys = async ({ redis: { url, prefix } }: Pick<ApiConfig, 'redis'>, flags: KeyFlags): Promise<KeyChange> => {
  const redis = connectRedis({ url: url.reveal(), name: 'millrace-keys', onError: () => {} });
  try {
    await within(new Promise((resolve) => redis.once('ready', resolve)), connectMs);
    const store = createApiKeyStore({ redis, keys: createKeys(prefix) });
    if (flags.kind === 'create_key') return { ok: true, said: (await store.create(flags)).key };
    const revoked = await store.revoke(flags.id);
    return { ok: revoked, said: revoked ? `The key ${flags.id} is revoked.` : `There is no key ${flags.id} in Redis.` };
  } finally {
    redis.disconnect();
  }
};
