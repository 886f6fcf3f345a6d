import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';

const createdAtMs = Date.UTC(2026, 10, 23, 12);
const apiKey = { id: '0a1b2c3d', name: 'n', tenant: 'acme', scopes: ['tasks'] as const, createdAtMs, rotatedFrom: '9f86d081' };

it.each([
  ['a day unless said otherwise', {}, 86_400_000],
  ['as long as asked', { overlap_seconds: 60 }, 60_000],
  ['not at all if asked', { overlap_seconds: 0 }, 0],
])('shows the new key once; the old one goes on %s', async (_for, body, expected) => {
  const overlaps: number[] = [];
  const { apiKeys } = noAdministration();
  const rotate = async (_id: string, overlapMs: number) => {
    overlaps.push(overlapMs);
    return { kind: 'rotated', created: { key: 'mr_0a1b2c3d_secret', apiKey } } as const;
  };
  const { app, telemetry } = appUnderTest({ services: { apiKeys: { ...apiKeys, rotate } } });
  const answer = await supertest(app).post('/v1/keys/9f86d081/rotate').set('x-api-key', adminOnlyKey).send(body);
  expect([answer.status, answer.headers.location]).toEqual([201, '/v1/keys/0a1b2c3d']);
  expect(answer.body).toMatchObject({ id: '0a1b2c3d', key: 'mr_0a1b2c3d_secret', rotated_from: '9f86d081' });
  expect(overlaps).toEqual([expected]);
  expect(telemetry.acts).toMatchObject([{ action: 'key.rotate', target: '9f86d081' }]);
  expect(JSON.stringify(telemetry.acts)).not.toContain('secret');
});
