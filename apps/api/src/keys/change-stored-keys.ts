import { within } from '@millrace/runtime';
import { connectRedis, createApiKeyStore, createKeys, StoreUnavailableError } from '@millrace/store';
import type { ApiConfig } from '../config.js';
import type { Flags } from '../parse-flags.js';

type KeyFlags = Extract<Flags, { kind: 'create_key' | 'revoke_key' }>;

/** What came of it: `said` goes to the operator, who alone ever sees a new key. */
export interface KeyChange {
  readonly ok: boolean;
  readonly said: string;
}

const connectMs = 5000;

/** Makes or forgets an API key in Redis. */
export const changeStoredKeys = async ({ redis: { url, prefix } }: Pick<ApiConfig, 'redis'>, flags: KeyFlags): Promise<KeyChange> => {
  let refused = false;
  const onError = ({ message }: Error): void => {
    refused ||= /^(WRONGPASS|NOAUTH)/.test(message);
  };
  const redis = connectRedis({ url: url.reveal(), name: 'millrace-keys', onError });
  try {
    await within(new Promise((resolve) => redis.once('ready', resolve)), connectMs);
    const store = createApiKeyStore({ redis, keys: createKeys(prefix) });
    if (flags.kind === 'create_key') return { ok: true, said: (await store.create(flags)).key };
    const revoked = await store.revoke(flags.id);
    return { ok: revoked, said: revoked ? `The key ${flags.id} is revoked.` : `There is no key ${flags.id} in Redis.` };
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    const said = refused ? 'Redis refuses the user or password of REDIS_URL.' : 'Redis cannot be reached; see REDIS_URL.';
    return { ok: false, said };
  } finally {
    redis.disconnect();
  }
};
