import { expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { webhookId } from '../../fakes/test-webhooks.js';

it.each([
  ['invalid_body', '{"overlap_seconds":-1}'],
  ['invalid_body', '{"overlap_seconds":604801}'],
  ['invalid_body', '{"overlap_seconds":"1"}'],
  ['invalid_body', 'null'],
  ['invalid_json', ' '],
])('POST /v1/webhooks/{id}/rotate, 400: refuses as %s %j', async (code, body) => {
  const answer = await appUnderTest().post(`/v1/webhooks/${webhookId}/rotate`, body).expect(400);
  expect(answer.body.code).toBe(code);
});
