import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';

const createdAtMs = Date.UTC(2026, 10, 23, 12);
const apiKey = { id: '9f86d081', name: 'n', tenant: 'acme', scopes: ['tasks'] as const, createdAtMs, revokedAtMs: createdAtMs + 1000 };

it.each([
  ['is told of', true, 1],
  ['again is not told of again', false, 0],
])('revoking a key %s, and answers since when it is', async (_name, first, acts) => {
  const { apiKeys } = noAdministration();
  const revoke = async () => ({ kind: 'revoked', first, apiKey }) as const;
  const { app, telemetry } = appUnderTest({ services: { apiKeys: { ...apiKeys, revoke } } });
  const { status, body } = await supertest(app).delete('/v1/keys/9f86d081').set('x-api-key', adminOnlyKey);
  expect([status, body.id, body.revoked_at]).toEqual([200, '9f86d081', '2026-11-23T12:00:01.000Z']);
  expect(telemetry.acts).toHaveLength(acts);
});
