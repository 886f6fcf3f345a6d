import { describe, expect, it } from '@jest/globals';
import { webhookDeliveryList } from '@millrace/contracts';
import type { DeliveryPage, ListDeliveriesRequest } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, taskId } from '../../fakes/stored-task.js';
import { deliveryId, storedDelivery, testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

const list = async (query: string, page: DeliveryPage = { deliveries: [] }) => {
  const asked: ListDeliveriesRequest[] = [];
  const deliveries = {
    list: async (request: ListDeliveriesRequest) => {
      asked.push(request);
      return page;
    },
  };
  const { get } = appUnderTest({ services: { webhooks: testWebhooks({ deliveries }) } });
  const { body } = await get(`/v1/webhooks/deliveries${query}`).expect(200);
  expect(webhookDeliveryList.parse(body)).toEqual(body);
  return { body, request: asked[0] };
};

describe('GET /v1/webhooks/deliveries, 200', () => {
  it('shows a page of the tenant of the key, twenty deliveries unless told otherwise', async () => {
    const attempts = [{ number: 1, startedAtMs: createdAtMs, durationMs: 20, outcome: 'timeout' as const }];
    const { body, request } = await list('', { deliveries: [storedDelivery({ attempts })] });
    expect(request).toEqual({ tenant: 'acme', limit: 20 });
    expect(body).toEqual({
      object: 'list',
      data: [
        {
          id: deliveryId,
          type: 'task.succeeded',
          task_id: taskId,
          webhook_id: webhookId,
          url: 'https://hooks.example.com/millrace',
          status: 'pending',
          created_at: '2026-11-23T12:00:00.000Z',
          next_attempt_at: '2026-11-23T12:00:00.000Z',
          attempts: [{ number: 1, started_at: '2026-11-23T12:00:00.000Z', duration_ms: 20, outcome: 'timeout' }],
        },
      ],
      has_more: false,
    });
  });

  it('leads to the next page, which goes on after the last delivery looked at', async () => {
    const next = { createdAtMs, id: deliveryId };
    const { body } = await list('', { deliveries: [], next });
    expect(body).toMatchObject({ data: [], has_more: true });
    expect((await list(`?cursor=${body.next_cursor}`)).request).toEqual({ tenant: 'acme', limit: 20, after: next });
  });

  it('hands all filters on', async () => {
    const { request } = await list(`?limit=100&webhook_id=${webhookId}&task_id=${taskId}&status=failed,pending,failed`);
    expect(request).toEqual({ tenant: 'acme', limit: 100, endpointId: webhookId, taskId, states: ['failed', 'pending'] });
  });
});
