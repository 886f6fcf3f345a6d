import { expect, it } from '@jest/globals';
import { webhookDeliveryView } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { deliveryId, storedDelivery, testWebhooks } from '../../fakes/test-webhooks.js';

it('POST /v1/webhooks/deliveries/{id}/replay, 202: shows the same delivery, pending again', async () => {
  const asked: object[] = [];
  const replayDelivery = async (delivery: object) => {
    asked.push(delivery);
    return 'queued' as const;
  };
  const webhooks = testWebhooks({ replayDelivery, deliveries: { read: async () => storedDelivery() } });
  const answer = await appUnderTest({ services: { webhooks } }).post(`/v1/webhooks/deliveries/${deliveryId}/replay`, '').expect(202);
  expect(webhookDeliveryView.parse(answer.body)).toEqual(answer.body);
  expect(answer.body).toMatchObject({ id: deliveryId, status: 'pending' });
  expect(answer.headers.location).toBe(`/v1/webhooks/deliveries/${deliveryId}`);
  expect(asked).toEqual([{ tenant: 'acme', id: deliveryId }]);
});
