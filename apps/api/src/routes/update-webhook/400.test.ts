import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

describe('PATCH /v1/webhooks/{id}, 400', () => {
  it.each([
    ['nothing', {}, '', /at least one field/],
    ['a URL that nothing may be sent to', { url: 'https://10.0.0.1' }, '/url', /not of the public internet/],
    ['a secret, which is rotated', { secret: `whsec_${'A'.repeat(32)}` }, '/secret', /unknown field/],
    ['null for a URL', { url: null }, '/url', /must be a string/],
    ['a text for enabled', { enabled: 'yes' }, '/enabled', /must be/],
  ])('refuses %s', async (_name, body, pointer, detail) => {
    const update = () => Promise.reject(new Error('asked Redis for what does not fit'));
    const { patch } = appUnderTest({ services: { webhooks: testWebhooks({ endpoints: { update } }) } });
    const answer = await patch(`/v1/webhooks/${webhookId}`, body).expect(400);
    expect(answer.body.errors[0]).toEqual({ pointer, detail: expect.stringMatching(detail) });
  });
});
