import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endpointEventTypes } from '@millrace/contracts';
import type { Seal } from '@millrace/store';
import { createDeliveryGround, type DeliveryGround, tenant, url } from './delivery-ground.js';
import { createWebhookEndpoints, mostEndpoints, type NewEndpoint, type WebhookEndpoints } from './endpoints.js';
import { createSigningSecrets } from './signing-secrets.js';

const hexSeal: Seal = {
  seal: (plain, context) => `${context}|${Buffer.from(plain).toString('hex')}`,
  open: (sealed, context) => {
    if (!sealed.startsWith(`${context}|`)) throw new Error('sealed for another place');
    return Buffer.from(sealed.slice(context.length + 1), 'hex').toString();
  },
};

describe('the webhook endpoints of a tenant', () => {
  let ground: DeliveryGround;
  let endpoints: WebhookEndpoints;
  beforeEach(() => {
    ground = createDeliveryGround();
    endpoints = createWebhookEndpoints(ground);
  });
  afterEach(() => ground.close());

  const secret = 'whsec_of-the-endpoint';
  const created = async (more: Partial<NewEndpoint> = {}) => {
    const endpoint = await endpoints.create({ tenant, url, secret, ...more });
    if (!endpoint) throw new Error('not created');
    return endpoint;
  };

  it('are listed oldest first and read by their id, for their own tenant only', async () => {
    const first = await created({ events: ['task.failed'], description: 'nightly' });
    const second = await created();
    await created({ tenant: 'other' });
    expect(first).toMatchObject({ url, events: ['task.failed'], description: 'nightly', enabled: true });
    expect(second.events).toEqual([...endpointEventTypes]);
    expect(new Set(await endpoints.list(tenant))).toEqual(new Set([first, second]));
    await ground.redis.hset(ground.keys.webhook(second.id), 'created', 5);
    expect((await endpoints.list(tenant)).map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(await endpoints.read({ tenant, id: first.id })).toEqual(first);
    expect(await endpoints.read({ tenant: 'other', id: first.id })).toBeUndefined();
  });

  it('are told of tasks with their own secret, as the worker reads them', async () => {
    const { id } = await created({ events: ['task.succeeded'] });
    await ground.succeeded();
    expect(await ground.claimed(await ground.only())).toMatchObject({ endpointId: id, url, secrets: [secret] });
  });

  it(`are ${mostEndpoints} at most, also when many are added at once`, async () => {
    const all = await Promise.all(Array.from({ length: mostEndpoints + 5 }, () => endpoints.create({ tenant, url, secret })));
    expect(all.filter((endpoint) => endpoint === undefined)).toHaveLength(5);
    expect(await endpoints.list(tenant)).toHaveLength(mostEndpoints);
    expect(await endpoints.create({ tenant: 'other', url, secret })).toBeDefined();
    await endpoints.remove({ tenant, id: (await endpoints.list(tenant))[0]?.id ?? '' });
    expect(await endpoints.create({ tenant, url, secret })).toBeDefined();
  });

  it('change in what is named and in nothing else', async () => {
    const endpoint = await created({ description: 'nightly' });
    const of = { tenant, id: endpoint.id };
    expect(await endpoints.update(of, { url: 'https://other.example/' })).toEqual({ ...endpoint, url: 'https://other.example/' });
    expect(await endpoints.update(of, { events: ['task.failed'], description: '' })).toEqual({
      id: endpoint.id,
      url: 'https://other.example/',
      events: ['task.failed'],
      enabled: true,
      createdAtMs: endpoint.createdAtMs,
    });
    expect(await endpoints.update({ tenant: 'other', id: endpoint.id }, { enabled: false })).toBeUndefined();
    expect((await endpoints.read(of))?.enabled).toBe(true);
  });

  it('keep why and since when they are disabled, until they are enabled again', async () => {
    const { id } = await created();
    const of = { tenant, id };
    const disabled = await endpoints.update(of, { enabled: false });
    expect(disabled).toMatchObject({ enabled: false, disabledReason: 'caller', disabledAtMs: expect.any(Number) });
    await ground.redis.hset(ground.keys.webhook(id), { disabled_reason: 'gone', disabled_at: 7, failures: 3 });
    expect(await endpoints.update(of, { enabled: false })).toMatchObject({ disabledReason: 'gone', disabledAtMs: 7 });
    const enabled = await endpoints.update(of, { enabled: true });
    expect(enabled).toMatchObject({ enabled: true });
    expect(enabled).not.toHaveProperty('disabledReason');
    expect(enabled).not.toHaveProperty('disabledAtMs');
    expect(await ground.redis.hexists(ground.keys.webhook(id), 'failures')).toBe(0);
  });

  it('are gone with everything of theirs once deleted, and what was to be sent to them fails', async () => {
    const { id } = await created();
    await ground.succeeded();
    const delivery = await ground.only();
    expect(await endpoints.remove({ tenant: 'other', id })).toBe(false);
    expect(await endpoints.remove({ tenant, id })).toBe(true);
    expect(await endpoints.remove({ tenant, id })).toBe(false);
    expect((await ground.keysNow()).filter((key) => key.includes('webhook:we_') || key.endsWith(':webhooks'))).toEqual([]);
    expect(await ground.deliveries.claim({ deliveryId: delivery, run: 1 }, 'a')).toEqual({ kind: 'ended', reason: 'deleted' });
  });

  it('say until when the secret before the newest signs, and nothing of the secrets themselves', async () => {
    const { id } = await created();
    const secrets = createSigningSecrets({ ...ground, newSecret: () => 'newer' });
    const rotated = await secrets.rotateEndpoint({ tenant, endpointId: id }, 60);
    const endpoint = await endpoints.read({ tenant, id });
    expect(endpoint).toMatchObject({
      secretRotatedAtMs: rotated?.rotatedAtMs,
      previousSecretUntilMs: (rotated?.rotatedAtMs ?? 0) + 60_000,
    });
    expect(JSON.stringify(endpoint)).not.toMatch(/newer|whsec/);
  });

  it('hold URL, description and secret sealed, each for its own place', async () => {
    const sealed = createWebhookEndpoints({ ...ground, seal: hexSeal });
    const endpoint = await sealed.create({ tenant, url, secret, description: 'nightly' });
    const stored = JSON.stringify(await ground.redis.hgetall(ground.keys.webhook(endpoint?.id ?? '')));
    expect(stored).not.toMatch(/canary-4711|nightly|whsec/);
    expect(await sealed.update({ tenant, id: endpoint?.id ?? '' }, { url: `${url}2` })).toEqual({ ...endpoint, url: `${url}2` });
  });
});
