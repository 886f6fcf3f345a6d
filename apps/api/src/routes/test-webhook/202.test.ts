import { expect, it } from '@jest/globals';
import { webhookDeliveryView } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { deliveryId, storedDelivery, testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

it('POST /v1/webhooks/{id}/test, 202: shows the delivery and where to read it', async () => {
  const asked: object[] = [];
  const testDelivery = async (endpoint: object) => {
    asked.push(endpoint);
    return deliveryId;
  };
  const { taskId: _, ...delivery } = storedDelivery({ type: 'webhook.test' });
  const read = async (of: object) => {
    asked.push(of);
    return delivery;
  };
  const webhooks = testWebhooks({ testDelivery, deliveries: { read } });
  const answer = await appUnderTest({ services: { webhooks } }).post(`/v1/webhooks/${webhookId}/test`, '').expect(202);
  expect(webhookDeliveryView.parse(answer.body)).toEqual(answer.body);
  expect(answer.body).toMatchObject({ id: deliveryId, type: 'webhook.test', status: 'pending', attempts: [] });
  expect(answer.body).not.toHaveProperty('task_id');
  expect(answer.headers.location).toBe(`/v1/webhooks/deliveries/${deliveryId}`);
  expect(asked).toEqual([
    { tenant: 'acme', id: webhookId },
    { tenant: 'acme', id: deliveryId },
  ]);
});
