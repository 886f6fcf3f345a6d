import { afterAll, expect, it } from '@jest/globals';
import { redisForTests } from '@millrace/testing';
import type { Redis } from 'ioredis';
import { createApiKeyStore } from './api-key-store.js';
import { createKeys } from './keys.js';

const ground = redisForTests();
const keys = createKeys(ground.prefix);
const store = createApiKeyStore({ redis: ground.redis as Redis, keys });
afterAll(() => ground.close());

it('knows a key it made until it is revoked', async () => {
  const { key, apiKey } = await store.create({ tenant: 'acme', scopes: ['tasks', 'admin'] });
  expect(await store.find(key)).toEqual({ id: apiKey.id, tenant: 'acme', scopes: ['tasks', 'admin'] });
  expect(await store.revoke(apiKey.id)).toBe(true);
  expect(await store.revoke(apiKey.id)).toBe(false);
  expect(await store.find(key)).toBeUndefined();
});

it('keeps the digest of a key, never the key', async () => {
  const { key, apiKey } = await store.create({ tenant: 'acme', scopes: ['tasks'] });
  const record = JSON.stringify(await ground.redis.hgetall(keys.apiKey(apiKey.id)));
  expect(record).not.toContain(key.split('_')[2]);
});

it('does not know a key whose id is right and whose secret is not, nor anything that is no key at all', async () => {
  const { key } = await store.create({ tenant: 'acme', scopes: ['tasks'] });
  const forged = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
  for (const presented of [forged, key.slice(0, -1), '', 'mr_', 'sk-something', `${key} `]) {
    expect(await store.find(presented)).toBeUndefined();
  }
});
