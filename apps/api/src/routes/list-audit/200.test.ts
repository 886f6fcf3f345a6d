import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';

const record = {
  id: '1795435200000-0',
  atMs: Date.UTC(2026, 10, 23, 12),
  actor: { keyId: 'aaaaaaaa', tenant: 'ops', requestId: 'request-1' },
  action: 'queue.pause',
  target: 'small',
} as const;

const list = async (query: string) => {
  const asked: unknown[] = [];
  const read = async (request: object) => {
    asked.push(request);
    return { records: [{ ...record, details: { tasks: 2 } }, record], next: '1795435200000-0' };
  };
  const { app } = appUnderTest({ services: { audit: { read, write: async () => {} } } });
  const answer = await supertest(app).get(`/v1/audit${query}`).set('x-api-key', adminOnlyKey);
  return { status: answer.status, body: answer.body, asked };
};

it('tells who did what to what, and when, with details where there are any', async () => {
  const { status, body, asked } = await list('?limit=2&cursor=1795435200001-3');
  expect(status).toBe(200);
  expect(asked).toEqual([{ limit: 2, after: '1795435200001-3' }]);
  const entry = {
    id: '1795435200000-0',
    at: '2026-11-23T12:00:00.000Z',
    actor: { key_id: 'aaaaaaaa', tenant: 'ops' },
    action: 'queue.pause',
    target: 'small',
    request_id: 'request-1',
  };
  expect(body).toEqual({
    object: 'list',
    data: [{ ...entry, details: { tasks: 2 } }, entry],
    has_more: true,
    next_cursor: '1795435200000-0',
  });
});

it('refuses a cursor it never gave', async () => {
  const { status, asked } = await list('?cursor=(0-0');
  expect([status, asked]).toEqual([400, []]);
});
