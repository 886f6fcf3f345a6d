import { expect, it } from '@jest/globals';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';

it('shows what each worker takes from, runs and can run, the last only if it told', async () => {
  const asked: (readonly string[])[] = [];
  const lastSeenAtMs = Date.UTC(2026, 10, 23, 12);
  const listWorkers = async (routes: readonly string[]) => {
    asked.push(routes);
    return [
      { id: 'worker-1', routes: ['small', 'large'], running: 3, concurrency: 200, lastSeenAtMs },
      { id: 'worker-2', routes: ['large'], running: 0, lastSeenAtMs },
    ];
  };
  const { app } = appUnderTest({ services: { listWorkers } });
  const { status, body } = await supertest(app).get('/v1/workers').set('x-api-key', adminOnlyKey);
  expect([status, asked]).toEqual([200, [['small', 'large']]]);
  const last_seen_at = '2026-11-23T12:00:00.000Z';
  expect(body).toEqual({
    object: 'list',
    data: [
      { id: 'worker-1', routes: ['small', 'large'], running: 3, concurrency: 200, last_seen_at },
      { id: 'worker-2', routes: ['large'], running: 0, last_seen_at },
    ],
    has_more: false,
  });
});
