import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';

const apiKey = { id: '9f86d081', name: 'n', tenant: 'acme', scopes: ['tasks'] as const, createdAtMs: Date.UTC(2026, 10, 23, 12) };

it('lists the keys of a tenant page by page, none of them with its text', async () => {
  const asked: { readonly after?: unknown }[] = [];
  const { apiKeys } = noAdministration();
  const list = async (request: object) => {
    asked.push(request);
    return { apiKeys: [apiKey], next: { atMs: 7, id: '9f86d081' } };
  };
  const { app } = appUnderTest({ services: { apiKeys: { ...apiKeys, list } } });
  const read = (query: string) => supertest(app).get(`/v1/keys?tenant=acme&limit=1${query}`).set('x-api-key', adminOnlyKey);
  const { status, body } = await read('');
  expect([status, body.has_more]).toEqual([200, true]);
  expect(body.data).toMatchObject([{ id: '9f86d081', tenant: 'acme', created_at: '2026-11-23T12:00:00.000Z' }]);
  expect(Object.keys(body.data[0])).not.toEqual(expect.arrayContaining(['key']));
  await read(`&cursor=${body.next_cursor}`);
  expect(asked).toMatchObject([
    { tenant: 'acme', limit: 1 },
    { tenant: 'acme', limit: 1, after: { atMs: 7, id: '9f86d081' } },
  ]);
  expect(asked[0]?.after).toBeUndefined();
  expect((await read('&cursor=nonsense')).status).toBe(400);
});
