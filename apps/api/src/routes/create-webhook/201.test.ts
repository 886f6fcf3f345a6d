import { describe, expect, it } from '@jest/globals';
import { webhookEndpointWithSecret } from '@millrace/contracts';
import type { NewEndpoint } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { newSecret, storedEndpoint, testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

const create = async (body: object) => {
  const asked: NewEndpoint[] = [];
  const endpoints = {
    create: async (endpoint: NewEndpoint) => {
      asked.push(endpoint);
      return storedEndpoint();
    },
  };
  const under = appUnderTest({ services: { webhooks: testWebhooks({ endpoints }) } });
  const answer = await under.post('/v1/webhooks', body).expect(201);
  expect(webhookEndpointWithSecret.parse(answer.body)).toEqual(answer.body);
  return { answer, asked, telemetry: under.telemetry };
};

describe('POST /v1/webhooks, 201', () => {
  it('adds an endpoint to the tenant of the key and shows the secret that was made for it', async () => {
    const { answer, asked, telemetry } = await create({
      url: 'https://hooks.example.com/a?b=c',
      events: ['task.failed'],
      description: 'x',
    });
    expect(asked).toEqual([
      { tenant: 'acme', url: 'https://hooks.example.com/a?b=c', events: ['task.failed'], description: 'x', secret: newSecret },
    ]);
    expect(answer.body).toMatchObject({ id: webhookId, enabled: true, secret: newSecret, created_at: '2026-11-23T12:00:00.000Z' });
    expect(answer.headers.location).toBe(`/v1/webhooks/${webhookId}`);
    expect(JSON.stringify(telemetry.lines)).not.toMatch(/whsec|hooks\.example/);
  });

  it('takes a secret of the caller, from 24 to 64 bytes', async () => {
    for (const size of [24, 25, 26, 64]) {
      const secret = `whsec_${Buffer.alloc(size, 7).toString('base64')}`;
      expect((await create({ url: 'https://hooks.example.com', secret })).asked).toMatchObject([{ secret }]);
    }
  });

  it('takes what the installation allows besides the public internet', async () => {
    expect((await create({ url: 'http://hooks.internal:8080/a' })).asked).toMatchObject([{ url: 'http://hooks.internal:8080/a' }]);
  });
});
