import { afterAll, expect, it } from '@jest/globals';
import { secret } from '@millrace/config';
import { createApiKeyStore, createKeys } from '@millrace/store';
import { redisForTests } from '@millrace/testing';
import { changeStoredKeys } from './change-stored-keys.js';

const ground = redisForTests();
const config = { redis: { url: secret(ground.url), prefix: ground.prefix, checks: 'off' as const } };
afterAll(() => ground.close());

it('makes a key that works at once, and revokes it by its id', async () => {
  const store = createApiKeyStore({ redis: ground.redis, keys: createKeys(ground.prefix) });
  const { said: key } = await changeStoredKeys(config, { kind: 'create_key', tenant: 'acme', scopes: ['tasks'] });
  const found = await store.find(key);
  expect(found).toMatchObject({ tenant: 'acme', scopes: ['tasks'] });
  expect((await changeStoredKeys(config, { kind: 'revoke_key', id: found?.id ?? '' })).ok).toBe(true);
  expect(await store.find(key)).toBeUndefined();
  expect(await changeStoredKeys(config, { kind: 'revoke_key', id: 'nobody00' })).toEqual({
    ok: false,
    said: 'There is no key nobody00 in Redis.',
  });
});
