import { type ApiKeyStore, commandLine, createApiKeyStore, createKeys } from '@millrace/store';
import type { ApiConfig } from '../config.js';
import type { Flags } from '../parse-flags.js';
import { type OperatorAnswer, withRedis } from '../with-redis.js';

type KeyFlags = Extract<Flags, { kind: 'create_key' | 'revoke_key' }>;

const createKey = async (store: ApiKeyStore, { tenant, scopes }: KeyFlags & { kind: 'create_key' }): Promise<OperatorAnswer> => {
  const outcome = await store.create({ tenant, scopes }, commandLine);
  if (outcome.kind === 'past') throw new Error('a key without an expiry has expired');
  return { ok: true, said: outcome.created.key };
};

const revokeKey = async (store: ApiKeyStore, id: string): Promise<OperatorAnswer> => {
  const outcome = await store.revoke(id, commandLine);
  if (outcome.kind === 'unknown') return { ok: false, said: `There is no key ${id} in Redis.` };
  return { ok: true, said: outcome.first ? `The key ${id} is revoked.` : `The key ${id} was revoked before.` };
};

/** Makes or revokes an API key in Redis. */
export const changeStoredKeys = ({ redis: { url, prefix } }: Pick<ApiConfig, 'redis'>, flags: KeyFlags): Promise<OperatorAnswer> =>
  withRedis({ url }, async (redis) => {
    const store = createApiKeyStore({ redis, keys: createKeys(prefix) });
    return flags.kind === 'create_key' ? createKey(store, flags) : revokeKey(store, flags.id);
  });
