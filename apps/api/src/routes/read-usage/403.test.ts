import { expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';

it.each(['?tenant=other', '?tenant=acme', '?group_by=tenant'])('leaves telling tenants apart to admins: %s', async (query) => {
  const { status, body } = await appUnderTest().get(`/v1/usage${query}`);
  expect([status, body.code]).toEqual([403, 'missing_scope']);
});
