import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';

it.each([
  ['get', '/v1/queues/nowhere', 'unknown_route'],
  ['post', '/v1/queues/nowhere/pause', 'unknown_route'],
  ['post', '/v1/queues/nowhere/redrive', 'unknown_route'],
  ['get', '/v1/queues/nowhere/dead-letters', 'unknown_route'],
  ['get', '/v1/keys/00000000', 'unknown_key_id'],
  ['delete', '/v1/keys/mr_00000000_secret', 'unknown_key_id'],
  ['post', '/v1/keys/00000000/rotate', 'unknown_key_id'],
] as const)('%s %s is answered %s, and nothing is written down', async (method, path, code) => {
  const { app, telemetry } = appUnderTest();
  const { body, status } = await supertest(app)[method](path).set('x-api-key', adminOnlyKey);
  expect([status, body.code]).toEqual([404, code]);
  expect(telemetry.acts).toEqual([]);
});
