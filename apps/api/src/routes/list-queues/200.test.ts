import { expect, it } from '@jest/globals';
import type { Deployment } from '@millrace/config';
import type { DeploymentStatus } from '@millrace/tasks';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';

const atMs = Date.UTC(2026, 10, 23, 12);
const named = (name: string): Deployment => ({ name, limits: {} }) as unknown as Deployment;
const statuses: readonly DeploymentStatus[] = [
  {
    name: 'near',
    credential: 'main',
    state: 'closed',
    notBeforeMs: atMs + 9000,
    inFlight: 3,
    remaining: { requests: 0, tokens: 900, toldAtMs: atMs },
    limits: { requestsPerMinute: 60, maxInFlight: 8 },
  },
  { name: 'far', credential: 'spare', state: 'open', cause: 'refused', openUntilMs: atMs + 30_000, inFlight: 0, limits: {} },
];

it('shows who serves each route, tier by tier, with state and what is left, and why a route is dry', async () => {
  const { readQueues } = noAdministration();
  const { app } = appUnderTest({
    services: {
      models: {
        defaultModel: 'small',
        routes: [{ slug: 'small', model: 'small' }],
        known: [{ slug: 'small', model: 'small', tiers: [[named('near')], [named('far')]] }],
      },
      readQueues: async (routes) =>
        (await readQueues(routes)).map((status) => ({ ...status, dry: { reason: 'rate_limited', untilMs: atMs + 9000 } })),
      readProviders: async () => ({ atMs, deployments: statuses, credentials: [] }),
    },
  });
  const { body } = await supertest(app).get('/v1/queues').set('x-api-key', adminOnlyKey);
  expect(body.data[0].deployments).toEqual([
    {
      name: 'near',
      tier: 1,
      state: 'closed',
      not_before: '2026-11-23T12:00:09.000Z',
      in_flight: 3,
      remaining: { requests: 0, tokens: 900, told_at: '2026-11-23T12:00:00.000Z' },
      limits: { requests_per_minute: 60, max_in_flight: 8 },
    },
    {
      name: 'far',
      tier: 2,
      state: 'open',
      cause: 'refused',
      credential: 'spare',
      open_until: '2026-11-23T12:00:30.000Z',
      in_flight: 0,
      limits: {},
    },
  ]);
  expect(body.data[0].dry).toEqual({ reason: 'rate_limited', until: '2026-11-23T12:00:09.000Z' });
  const { body: one } = await supertest(app).get('/v1/queues/small').set('x-api-key', adminOnlyKey);
  expect(one).toEqual(body.data[0]);
});

it('shows the queues of routes that are not configured any more as long as tasks wait in them', async () => {
  const { readQueues } = noAdministration();
  const { app } = appUnderTest({
    services: {
      storedRoutes: async () => ['small', 'left-over', 'long-empty'],
      readQueues: async (routes) =>
        (await readQueues(routes)).map((status) => (status.route === 'left-over' ? { ...status, waiting: 3 } : status)),
    },
  });
  const { body } = await supertest(app).get('/v1/queues').set('x-api-key', adminOnlyKey);
  expect(body.data.map(({ route }: { route: string }) => route)).toContain('left-over');
  expect(body.data.map(({ route }: { route: string }) => route)).not.toContain('long-empty');
});
