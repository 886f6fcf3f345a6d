import { within } from '@millrace/runtime';
import { type ApiKeyStore, commandLine, connectRedis, createApiKeyStore, createKeys, StoreUnavailableError } from '@millrace/store';
import type { ApiConfig } from '../config.js';
import type { Flags } from '../parse-flags.js';

type KeyFlags = Extract<Flags, { kind: 'create_key' | 'revoke_key' }>;

/** What came of it: `said` goes to the operator, who alone ever sees a new key. */
export interface KeyChange {
  readonly ok: boolean;
  readonly said: string;
}

const connectMs = 5000;

const createKey = async (store: ApiKeyStore, { tenant, scopes }: KeyFlags & { kind: 'create_key' }): Promise<KeyChange> => {
  const outcome = await store.create({ tenant, scopes }, commandLine);
  if (outcome.kind === 'past') throw new Error('a key without an expiry has expired');
  return { ok: true, said: outcome.created.key };
};

const revokeKey = async (store: ApiKeyStore, id: string): Promise<KeyChange> => {
  const outcome = await store.revoke(id, commandLine);
  if (outcome.kind === 'unknown') return { ok: false, said: `There is no key ${id} in Redis.` };
  return { ok: true, said: outcome.first ? `The key ${id} is revoked.` : `The key ${id} was revoked before.` };
};

/** Makes or revokes an API key in Redis. */
export const changeStoredKeys = async ({ redis: { url, prefix } }: Pick<ApiConfig, 'redis'>, flags: KeyFlags): Promise<KeyChange> => {
  let refused = false;
  const onError = ({ message }: Error): void => {
    refused ||= /^(WRONGPASS|NOAUTH)/.test(message);
  };
  const redis = connectRedis({ url: url.reveal(), name: 'millrace-keys', onError });
  try {
    await within(new Promise((resolve) => redis.once('ready', resolve)), connectMs);
    const store = createApiKeyStore({ redis, keys: createKeys(prefix) });
    return await (flags.kind === 'create_key' ? createKey(store, flags) : revokeKey(store, flags.id));
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    const said = refused ? 'Redis refuses the user or password of REDIS_URL.' : 'Redis cannot be reached; see REDIS_URL.';
    return { ok: false, said };
  } finally {
    redis.disconnect();
  }
};
