import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';

it.each(['revoked', 'expired', 'rotated'] as const)(
  'a key that is %s is neither changed nor rotated, and nothing is told of',
  async (because) => {
    const refused = async () => ({ kind: 'not_in_use', because }) as const;
    const { apiKeys } = noAdministration();
    const { app, telemetry } = appUnderTest({ services: { apiKeys: { ...apiKeys, update: refused, rotate: refused } } });
    const patched = await supertest(app).patch('/v1/keys/9f86d081').set('x-api-key', adminOnlyKey).send({ name: 'm' });
    const rotated = await supertest(app).post('/v1/keys/9f86d081/rotate').set('x-api-key', adminOnlyKey);
    for (const { status, body } of [patched, rotated]) {
      expect([status, body.code]).toEqual([409, 'key_not_in_use']);
      expect(body.detail).toContain(because);
    }
    expect(telemetry.acts).toEqual([]);
  },
);
