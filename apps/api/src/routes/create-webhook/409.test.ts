import { expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { testWebhooks } from '../../fakes/test-webhooks.js';

it('POST /v1/webhooks, 409: refuses one more than there may be', async () => {
  const webhooks = testWebhooks({ endpoints: { create: async () => undefined } });
  const { post } = appUnderTest({ services: { webhooks } });
  const { body } = await post('/v1/webhooks', { url: 'https://hooks.example.com' }).expect(409);
  expect(body).toMatchObject({ code: 'too_many_webhooks', retryable: false });
});
