import { describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';

const createdAtMs = Date.UTC(2026, 10, 23, 12);
const apiKey = { id: '9f86d081', name: 'n', tenant: 'acme', scopes: ['tasks'] as const, createdAtMs };

const post = (body: object, kind: 'created' | 'past' = 'created') => {
  const drafts: unknown[] = [];
  const { apiKeys } = noAdministration();
  const under = appUnderTest({
    services: {
      apiKeys: {
        ...apiKeys,
        create: async (draft) => {
          drafts.push(draft);
          return kind === 'past' ? { kind } : { kind, created: { key: 'mr_9f86d081_secret', apiKey } };
        },
      },
    },
  });
  const answer = supertest(under.app).post('/v1/keys').set('x-api-key', adminOnlyKey).send(body);
  return { ...under, drafts, answer };
};

describe('POST /v1/keys', () => {
  it('shows the key, says where to read it, and tells of the act without the key', async () => {
    const { answer, telemetry, drafts } = post({ name: 'n', tenant: 'acme', scopes: ['tasks', 'tasks'], limits: { max_in_flight: 2 } });
    const { body, headers, status } = await answer;
    expect([status, headers.location]).toEqual([201, '/v1/keys/9f86d081']);
    expect(body).toMatchObject({ id: '9f86d081', key: 'mr_9f86d081_secret', weight: 1, limits: {} });
    expect(drafts).toEqual([{ name: 'n', tenant: 'acme', scopes: ['tasks'], limits: { maxInFlight: 2 } }]);
    expect(telemetry.acts).toMatchObject([{ action: 'key.create', target: '9f86d081', actor: { tenant: 'ops' } }]);
    expect(JSON.stringify(telemetry.acts)).not.toContain('secret');
  });

  it('takes a budget in dollars, to the thousand-millionth', async () => {
    const { answer, drafts } = post({
      name: 'n',
      tenant: 'acme',
      scopes: ['tasks'],
      budget: { daily_usd: 12.5, monthly_usd: '300.000000001' },
    });
    expect((await answer).status).toBe(201);
    expect(drafts).toMatchObject([
      { limits: { budget: { dailyNano: 12_500_000_000, monthlyNano: 300_000_000_001, onExhausted: 'hold' } } },
    ]);
  });

  it('points at an expiry that does not lie ahead', async () => {
    const { body } = await post({ name: 'n', tenant: 'acme', scopes: ['tasks'], expires_at: '2020-01-01T00:00:00Z' }, 'past').answer;
    expect(body).toMatchObject({ code: 'invalid_body', errors: [{ pointer: '/expires_at' }] });
  });

  it.each([
    ['/tenant', { tenant: 'a b' }],
    ['/scopes', { scopes: [] }],
    ['/limits/max_in_flight', { limits: { max_in_flight: 0 } }],
    ['/weight', { weight: 0.09 }],
    ['/budget', { budget: {} }],
    ['/budget', { budget: { on_exhausted: 'refuse' } }],
    ['/budget/daily_usd', { budget: { daily_usd: -1 } }],
    ['/budget/daily_usd', { budget: { daily_usd: '12.5 USD' } }],
    ['/budget/daily_usd', { budget: { daily_usd: '0.0000000001' } }],
    ['/budget/monthly_usd', { budget: { monthly_usd: 1_000_001 } }],
    ['/budget/on_exhausted', { budget: { daily_usd: 1, on_exhausted: 'stop' } }],
    ['/budget/weekly_usd', { budget: { daily_usd: 1, weekly_usd: 1 } }],
  ])('refuses a wrong %s', async (pointer, wrong) => {
    const { answer, drafts } = post({ name: 'n', tenant: 'acme', scopes: ['tasks'], ...wrong });
    expect((await answer).body).toMatchObject({ code: 'invalid_body', errors: [{ pointer }] });
    expect(drafts).toEqual([]);
  });
});
