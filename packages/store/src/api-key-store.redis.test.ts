import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RedisForTests, redisForTests } from '@millrace/testing';
import { type Actor, commandLine } from './actor.js';
import type { ApiKeyDraft, NewApiKey } from './api-key.js';
import { type ApiKeyStore, createApiKeyStore } from './api-key-store.js';
import { type AuditLog, createAuditLog } from './audit-log.js';
import { createKeys, type Keys } from './keys.js';

const actor: Actor = { keyId: 'env-ops-1', tenant: 'ops', requestId: 'request-1' };

describe('the store of keys', () => {
  let ground: RedisForTests;
  let keys: Keys;
  let store: ApiKeyStore;
  let audit: AuditLog;
  beforeEach(() => {
    ground = redisForTests();
    keys = createKeys(ground.prefix);
    store = createApiKeyStore({ redis: ground.redis, keys });
    audit = createAuditLog({ redis: ground.redis, keys });
  });
  afterEach(() => ground.close());

  const made = async (draft: Partial<ApiKeyDraft> = {}): Promise<NewApiKey> => {
    const outcome = await store.create({ tenant: 'acme', scopes: ['tasks'], ...draft }, actor);
    if (outcome.kind !== 'created') throw new Error(outcome.kind);
    return outcome.created;
  };
  const redisMs = async () => Number((await ground.redis.time())[0]) * 1000;
  const actions = async () => (await audit.read({ limit: 10 })).records.map(({ action, target }) => [action, target]);

  it('knows a key it made until it is revoked', async () => {
    const { key, apiKey } = await made({ scopes: ['tasks', 'admin'] });
    expect(await store.find(key)).toEqual({ id: apiKey.id, tenant: 'acme', scopes: ['tasks', 'admin'] });
    expect(await store.revoke(apiKey.id, actor)).toMatchObject({
      kind: 'revoked',
      first: true,
      apiKey: { revokedAtMs: expect.any(Number) },
    });
    expect(await store.revoke(apiKey.id, actor)).toMatchObject({ kind: 'revoked', first: false });
    expect(await store.revoke('nobody00', actor)).toEqual({ kind: 'unknown' });
    expect(await store.find(key)).toBeUndefined();
  });

  it('keeps the digest of a key, never the key, and neither in the audit log', async () => {
    const { key, apiKey } = await made();
    await store.rotate(apiKey.id, 0, actor);
    const kept = JSON.stringify([await ground.redis.hgetall(keys.apiKey(apiKey.id)), await ground.redis.xrange(keys.audit, '-', '+')]);
    expect(kept).toContain('acme');
    expect(kept).not.toContain(key.split('_')[2]);
  });

  it('does not know a key whose id is right and whose secret is not, nor anything that is no key at all', async () => {
    const { key } = await made();
    const forged = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    for (const presented of [forged, key.slice(0, -1), '', 'mr_', 'sk-something', `${key} `]) {
      expect(await store.find(presented)).toBeUndefined();
    }
  });

  it('refuses a key from its expiry on, by the clock of Redis, and makes none that has expired', async () => {
    const { key, apiKey } = await made({ expiresAtMs: (await redisMs()) + 3_600_000 });
    expect(await store.find(key)).toBeDefined();
    expect(await store.inUse([apiKey.id])).toEqual(new Set([apiKey.id]));
    await ground.redis.hset(keys.apiKey(apiKey.id), 'expires', (await redisMs()) - 1);
    expect(await store.find(key)).toBeUndefined();
    expect(await store.inUse([apiKey.id, 'nobody00'])).toEqual(new Set());
    const past = (await redisMs()) - 1000;
    expect(await store.create({ tenant: 'acme', scopes: ['tasks'], expiresAtMs: past }, actor)).toEqual({ kind: 'past' });
    expect(await store.update(apiKey.id, { name: 'x' }, actor)).toEqual({ kind: 'not_in_use', because: 'expired' });
  });

  it('changes what is named and takes away what is null', async () => {
    const { key, apiKey } = await made({
      name: 'one',
      limits: { tasksPerMinute: 5, maxInFlight: 2 },
      expiresAtMs: (await redisMs()) + 9_000_000,
    });
    const changed = await store.update(apiKey.id, { name: 'two', expiresAtMs: null, limits: { tasksPerMinute: null, weight: 3 } }, actor);
    expect(changed).toMatchObject({ kind: 'updated', apiKey: { name: 'two', limits: { maxInFlight: 2, weight: 3 } } });
    expect(await store.read(apiKey.id)).not.toHaveProperty('expiresAtMs');
    expect(await store.find(key)).toMatchObject({ limits: { maxInFlight: 2, weight: 3 } });
    expect(await ground.redis.pttl(keys.apiKey(apiKey.id))).toBe(-1);
    expect(await store.update(apiKey.id, { expiresAtMs: 1 }, actor)).toEqual({ kind: 'past' });
    expect(await store.update('nobody00', { name: 'x' }, actor)).toEqual({ kind: 'unknown' });
  });

  it('rotates once: the new key is as the old one, which goes on for the overlap and never longer than it would have', async () => {
    const limits = { readsPerMinute: 7, weight: 2 };
    const { key, apiKey } = await made({ name: 'one', scopes: ['admin'], limits });
    const rotated = await store.rotate(apiKey.id, 60_000, actor);
    if (rotated.kind !== 'rotated') throw new Error(rotated.kind);
    expect(rotated.created.apiKey).toMatchObject({ name: 'one', tenant: 'acme', scopes: ['admin'], limits, rotatedFrom: apiKey.id });
    expect([await store.find(key), await store.find(rotated.created.key)]).toMatchObject([
      { id: apiKey.id },
      { id: rotated.created.apiKey.id },
    ]);
    const old = await store.read(apiKey.id);
    expect(old?.rotatedTo).toBe(rotated.created.apiKey.id);
    expect(old?.expiresAtMs).toBe(rotated.created.apiKey.createdAtMs + 60_000);
    expect(await store.rotate(apiKey.id, 0, actor)).toEqual({ kind: 'not_in_use', because: 'rotated' });

    const soon = await made({ expiresAtMs: (await redisMs()) + 5000 });
    await store.rotate(soon.apiKey.id, 60_000, actor);
    expect((await store.read(soon.apiKey.id))?.expiresAtMs).toBe(soon.apiKey.expiresAtMs);
  });

  it('without an overlap refuses the old key at once', async () => {
    const { key, apiKey } = await made();
    await store.rotate(apiKey.id, 0, actor);
    expect(await store.find(key)).toBeUndefined();
  });

  it('lets a key that was rotated end sooner, but never later', async () => {
    const { apiKey } = await made();
    const rotated = await store.rotate(apiKey.id, 60_000, actor);
    if (rotated.kind !== 'rotated') throw new Error(rotated.kind);
    const lastMs = rotated.created.apiKey.createdAtMs + 60_000;
    const refused = { kind: 'not_in_use', because: 'rotated' };
    expect(await store.update(apiKey.id, { expiresAtMs: null }, actor)).toEqual(refused);
    expect(await store.update(apiKey.id, { name: 'x', expiresAtMs: lastMs + 1 }, actor)).toEqual(refused);
    expect(await store.read(apiKey.id)).toMatchObject({ name: apiKey.name, expiresAtMs: lastMs });
    const sooner = await store.update(apiKey.id, { expiresAtMs: lastMs - 1 }, actor);
    expect(sooner).toMatchObject({ kind: 'updated', apiKey: { expiresAtMs: lastMs - 1 } });
  });

  it('tells every api of a change', async () => {
    const listener = ground.connect();
    await listener.subscribe(keys.keyChanges);
    const told: string[] = [];
    const third = new Promise<void>((resolve) => listener.on('message', (_channel, id) => told.push(id) === 3 && resolve()));
    const { apiKey } = await made();
    await store.update(apiKey.id, { name: 'x' }, actor);
    await store.rotate(apiKey.id, 1000, actor);
    await store.revoke(apiKey.id, actor);
    await third;
    expect(told).toEqual([apiKey.id, apiKey.id, apiKey.id]);
  });

  it('writes down who did what to which key, once for each change, and nothing for what was refused', async () => {
    const { apiKey } = await made({ name: 'one' });
    await store.update(apiKey.id, { limits: { weight: 2 } }, actor);
    const rotated = await store.rotate(apiKey.id, 1000, actor);
    await store.revoke(apiKey.id, commandLine);
    await store.revoke(apiKey.id, commandLine);
    await store.update(apiKey.id, { name: 'x' }, actor);
    expect(await actions()).toEqual(['key.revoke', 'key.rotate', 'key.update', 'key.create'].map((action) => [action, apiKey.id]));
    const { records } = await audit.read({ limit: 10 });
    expect(records[0]?.actor).toEqual(commandLine);
    expect(records[1]?.details).toEqual({ rotated_to: rotated.kind === 'rotated' && rotated.created.apiKey.id, overlap_seconds: 1 });
    expect(records[2]).toMatchObject({ actor, details: { limits: { weight: 2 } } });
  });

  it('lists newest first, page by page, each key once, and of one tenant', async () => {
    const tenants = ['acme', 'beta', 'acme', 'acme', 'beta'];
    const ids: string[] = [];
    for (const tenant of tenants) ids.push((await made({ tenant })).apiKey.id);
    const seen: string[] = [];
    for (let after: Awaited<ReturnType<ApiKeyStore['list']>>['next'], more = true; more; ) {
      const page = await store.list({ limit: 2, after });
      seen.push(...page.apiKeys.map(({ id }) => id));
      after = page.next;
      more = after !== undefined;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    expect((await store.list({ limit: 10, tenant: 'beta' })).apiKeys.map(({ tenant }) => tenant)).toEqual(['beta', 'beta']);
  });

  it('keeps a revoked key listed for a while, and takes a forgotten one off the list', async () => {
    const [revoked, gone] = [await made(), await made()];
    await store.revoke(revoked.apiKey.id, actor);
    expect(await ground.redis.pttl(keys.apiKey(revoked.apiKey.id))).toBeGreaterThan(29 * 86_400_000);
    await ground.redis.del(keys.apiKey(gone.apiKey.id));
    expect((await store.list({ limit: 10 })).apiKeys.map(({ id }) => id)).toEqual([revoked.apiKey.id]);
    expect(await ground.redis.zrange(keys.apiKeys, '0', '-1')).toEqual([revoked.apiKey.id]);
  });

  it('notes the last use of a key, lists one that was made before there was a list, and does not bring back one that is gone', async () => {
    const { apiKey } = await made();
    await ground.redis.zrem(keys.apiKeys, apiKey.id);
    await store.noteUse(apiKey.id);
    await store.noteUse('nobody00');
    expect((await store.list({ limit: 10 })).apiKeys).toMatchObject([{ id: apiKey.id, lastUsedAtMs: expect.any(Number) }]);
    expect(await ground.redis.exists(keys.apiKey('nobody00'))).toBe(0);
  });

  it('reads the audit log page by page', async () => {
    for (const target of ['a', 'b', 'c']) await audit.write({ actor, action: 'queue.redrive', target, details: { n: 1 } });
    const first = await audit.read({ limit: 2 });
    const second = await audit.read({ limit: 2, after: first.next });
    expect([...first.records, ...second.records].map(({ target }) => target)).toEqual(['c', 'b', 'a']);
    expect(second.next).toBeUndefined();
    expect(first.records[0]).toMatchObject({ action: 'queue.redrive', actor, details: { n: 1 }, atMs: expect.any(Number) });
  });
});
