import { expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { deliveryId, testWebhooks } from '../../fakes/test-webhooks.js';

it.each([
  ['pending', 409, 'delivery_pending'],
  ['disabled', 409, 'webhook_disabled'],
  ['erased', 410, 'task_erased'],
] as const)('POST /v1/webhooks/deliveries/{id}/replay of one that is %s is refused with %i', async (outcome, status, code) => {
  const { post } = appUnderTest({ services: { webhooks: testWebhooks({ replayDelivery: async () => outcome }) } });
  const { body } = await post(`/v1/webhooks/deliveries/${deliveryId}/replay`, '').expect(status);
  expect(body.code).toBe(code);
});
