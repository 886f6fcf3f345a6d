import { expect, it } from '@jest/globals';
import { webhookEndpointView } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { storedEndpoint, testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

it('GET /v1/webhooks/{id}, 200: shows an endpoint of the tenant of the key, without its secret', async () => {
  const asked: object[] = [];
  const read = async (endpoint: object) => {
    asked.push(endpoint);
    return storedEndpoint();
  };
  const { body } = await appUnderTest({ services: { webhooks: testWebhooks({ endpoints: { read } }) } })
    .get(`/v1/webhooks/${webhookId}`)
    .expect(200);
  expect(webhookEndpointView.strict().parse(body)).toEqual(body);
  expect(asked).toEqual([{ tenant: 'acme', id: webhookId }]);
});
