import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { taskId } from '../../fakes/stored-task.js';
import { deliveryId, testWebhooks } from '../../fakes/test-webhooks.js';

const cursorOf = (text: string) => Buffer.from(text).toString('base64url');
const list = () => Promise.reject(new Error('asked Redis for what does not fit'));

describe('GET /v1/webhooks/deliveries, 400', () => {
  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['status=done', 'status'],
    ['status=failed,', 'status'],
    ['webhook_id=', 'webhook_id'],
    ['task_id=', 'task_id'],
    ['cursor=abc', 'cursor'],
    [`cursor=${cursorOf(`1000.${taskId}`)}`, 'cursor'],
    [`cursor=${cursorOf(`x.${deliveryId}`)}`, 'cursor'],
    ['order=asc', 'order'],
  ])('refuses ?%s', async (query, parameter) => {
    const { get } = appUnderTest({ services: { webhooks: testWebhooks({ deliveries: { list } }) } });
    const { body } = await get(`/v1/webhooks/deliveries?${query}`).expect(400);
    expect(body).toMatchObject({ code: 'invalid_query', errors: [{ parameter }] });
  });
});
