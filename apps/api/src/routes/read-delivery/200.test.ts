import { expect, it } from '@jest/globals';
import { webhookDeliveryView } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { deliveryId, storedDelivery, testWebhooks } from '../../fakes/test-webhooks.js';

it('GET /v1/webhooks/deliveries/{id}, 200: shows a delivery of the tenant of the key', async () => {
  const asked: object[] = [];
  const read = async (delivery: object) => {
    asked.push(delivery);
    const { nextAttemptAtMs: _, endpointId: __, ...delivered } = storedDelivery({ state: 'delivered' });
    return delivered;
  };
  const { body } = await appUnderTest({ services: { webhooks: testWebhooks({ deliveries: { read } }) } })
    .get(`/v1/webhooks/deliveries/${deliveryId}`)
    .expect(200);
  expect(webhookDeliveryView.parse(body)).toEqual(body);
  expect(body).toMatchObject({ id: deliveryId, status: 'delivered' });
  expect(body).not.toHaveProperty('webhook_id');
  expect(asked).toEqual([{ tenant: 'acme', id: deliveryId }]);
});
