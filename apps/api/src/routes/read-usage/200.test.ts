import { expect, it } from '@jest/globals';
import { readUsageRow, type UsageRequest } from '@millrace/tasks';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest, key } from '../../fakes/app-under-test.js';

const rows = [
  readUsageRow('2026-11-23', 'acme', 'key-b|small|east', '2 100 40 10 1500 1 500 0'),
  readUsageRow('2026-11-23', 'acme', 'key-a|small|west', '1 50 0 5 1000000000 0 0 0'),
  readUsageRow('2026-11-22', 'acme', 'key-a|gone|east', '1 7 0 3 0 0 0 1'),
];

const ask = async (query: string, presented = key) => {
  const asked: UsageRequest[] = [];
  const { app } = appUnderTest({
    services: {
      readUsage: async (request, take) => {
        asked.push(request);
        rows.forEach(take);
      },
    },
  });
  const answer = await supertest(app).get(`/v1/usage${query}`).set('x-api-key', presented);
  return { status: answer.status, body: answer.body, asked: asked[0] };
};

const sums = (calls: number, input: number, cached: number, output: number, cost: string) => ({
  calls,
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  cost_usd: cost,
  estimated_calls: 0,
  estimated_cost_usd: '0',
  unpriced_calls: 0,
});

it('tells of the current month, day by day, if nothing else is asked for', async () => {
  const { status, body, asked } = await ask('');
  expect(status).toBe(200);
  expect(asked?.days).toHaveLength(23);
  expect(body).toEqual({
    object: 'usage',
    from: '2026-11-01',
    to: '2026-11-23',
    group_by: ['day'],
    data: [
      { day: '2026-11-22', ...sums(1, 7, 0, 3, '0'), unpriced_calls: 1 },
      { day: '2026-11-23', ...sums(3, 150, 40, 15, '1.0000015'), estimated_calls: 1, estimated_cost_usd: '0.0000005' },
    ],
    totals: { ...sums(4, 157, 40, 18, '1.0000015'), estimated_calls: 1, estimated_cost_usd: '0.0000005', unpriced_calls: 1 },
  });
});

it('counts the first and the last day in, over the ends of months and years', async () => {
  const { body, asked } = await ask('?from=2025-12-31&to=2026-01-01');
  expect(asked?.days).toEqual(['2025-12-31', '2026-01-01']);
  expect([body.from, body.to]).toEqual(['2025-12-31', '2026-01-01']);
});

it('takes the month of the last day when only that is said', async () => {
  expect((await ask('?to=2026-02-03')).asked?.days).toEqual(['2026-02-01', '2026-02-02', '2026-02-03']);
});

it.each([
  ['month', [{ month: '2026-11' }]],
  ['key', [{ key: 'key-a' }, { key: 'key-b' }]],
  // A model that is no longer served goes by its slug.
  ['model', [{ model: 'gone' }, { model: 'small' }]],
  ['deployment', [{ deployment: 'east' }, { deployment: 'west' }]],
  [
    'deployment,key',
    [
      { key: 'key-a', deployment: 'east' },
      { key: 'key-a', deployment: 'west' },
      { key: 'key-b', deployment: 'east' },
    ],
  ],
])('gathers by %s, always in the same order', async (group, groups) => {
  const { body } = await ask(`?group_by=${group}`);
  expect(body.data).toHaveLength(groups.length);
  expect(body.data).toMatchObject(groups);
});

it('shows what one key or one model used', async () => {
  expect((await ask('?key=key-b')).body.totals.calls).toBe(2);
  expect((await ask('?model=gone')).body.totals.calls).toBe(1);
  expect((await ask('?model=gone&key=key-b')).body).toMatchObject({ data: [], totals: sums(0, 0, 0, 0, '0') });
});

it('looks into the books of the tenant of the key only', async () => {
  expect((await ask('')).asked?.tenant).toBe('acme');
});

it('shows admins all tenants, or the one they name', async () => {
  expect((await ask('?group_by=tenant', adminOnlyKey)).asked?.tenant).toBeUndefined();
  expect((await ask('?tenant=acme', adminOnlyKey)).asked?.tenant).toBe('acme');
});
