import { expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

it('DELETE /v1/webhooks/{id}, 200: deletes an endpoint of the tenant of the key', async () => {
  const asked: object[] = [];
  const remove = async (endpoint: object) => {
    asked.push(endpoint);
    return true;
  };
  const under = appUnderTest({ services: { webhooks: testWebhooks({ endpoints: { remove } }) } });
  const { body } = await under.delete(`/v1/webhooks/${webhookId}`).expect(200);
  expect(body).toEqual({ id: webhookId, deleted: true });
  expect(asked).toEqual([{ tenant: 'acme', id: webhookId }]);
});
