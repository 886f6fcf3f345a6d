import { expect, it } from '@jest/globals';
import { readUsageRow } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';

it.each([
  ['from=2026-13-01', 'from', 'a day such as'],
  ['from=yesterday', 'from', 'a day such as'],
  ['from=2026-11-23T00:00:00Z', 'from', 'a day such as'],
  ['from=2026-02-30', 'from', 'a day such as'],
  ['from=2026-11-02&to=2026-11-01', 'from', 'must not be after `to`'],
  ['from=2026-11-24', 'from', 'must not be after today'],
  ['from=2025-10-19&to=2026-11-23', 'from', 'at most 400 days'],
  ['group_by=hour', 'group_by', 'day, month'],
  ['group_by=', 'group_by', 'day, month'],
  ['group_by=day,', 'group_by', 'day, month'],
  ['group_by=day,month', 'group_by', 'both'],
  ['key=', 'key', ''],
  ['modle=small', 'modle', 'unknown'],
])('refuses ?%s and says what would be right', async (query, parameter, detail) => {
  const { status, body } = await appUnderTest().get(`/v1/usage?${query}`);
  expect([status, body.code]).toEqual([400, 'invalid_query']);
  expect(body.errors).toEqual([{ parameter, detail: expect.stringContaining(detail) }]);
});

it('takes 400 days', async () => {
  await appUnderTest().get('/v1/usage?from=2025-10-20&to=2026-11-23').expect(200);
});

it('refuses to tell more apart than an answer holds', async () => {
  const { get } = appUnderTest({
    services: {
      readUsage: async (_request, take) => {
        for (let n = 0; n <= 10_000; n += 1) take(readUsageRow('2026-11-23', 'acme', `key-${n}|small|d`, '1 1 0 1 1 0 0 0'));
      },
    },
  });
  const { status, body } = await get('/v1/usage?group_by=key');
  expect([status, body.code]).toEqual([400, 'invalid_query']);
  expect(body.detail).toContain('10000 rows');
});
