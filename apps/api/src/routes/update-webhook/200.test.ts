import { describe, expect, it } from '@jest/globals';
import { webhookEndpointView } from '@millrace/contracts';
import type { EndpointChange, EndpointOf } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { storedEndpoint, testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

describe('PATCH /v1/webhooks/{id}, 200', () => {
  it.each([
    [{ url: 'https://other.example.com/' }, { url: 'https://other.example.com/' }],
    [{ events: ['task.failed'] }, { events: ['task.failed'] }],
    [{ enabled: false }, { enabled: false }],
    [{ description: 'nightly' }, { description: 'nightly' }],
    [{ description: null }, { description: '' }],
  ])('changes what %j names and nothing else', async (body, change) => {
    const asked: [EndpointOf, EndpointChange][] = [];
    const update = async (...call: [EndpointOf, EndpointChange]) => {
      asked.push(call);
      return storedEndpoint();
    };
    const { patch } = appUnderTest({ services: { webhooks: testWebhooks({ endpoints: { update } }) } });
    const answer = await patch(`/v1/webhooks/${webhookId}`, body).expect(200);
    expect(webhookEndpointView.strict().parse(answer.body)).toEqual(answer.body);
    expect(asked).toEqual([[{ tenant: 'acme', id: webhookId }, change]]);
  });
});
