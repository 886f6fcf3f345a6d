import { describe, expect, it } from '@jest/globals';
import { webhookEndpointList } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs } from '../../fakes/stored-task.js';
import { storedEndpoint, testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

describe('GET /v1/webhooks, 200', () => {
  it('shows the endpoints of the tenant of the key, without their secrets', async () => {
    const gone = storedEndpoint({ enabled: false, disabledReason: 'gone', disabledAtMs: createdAtMs, description: 'nightly' });
    const asked: string[] = [];
    const list = async (tenant: string) => {
      asked.push(tenant);
      return [storedEndpoint({ secretRotatedAtMs: createdAtMs, previousSecretUntilMs: createdAtMs + 1000 }), gone];
    };
    const { body } = await appUnderTest({ services: { webhooks: testWebhooks({ endpoints: { list } }) } })
      .get('/v1/webhooks')
      .expect(200);
    expect(webhookEndpointList.parse(body)).toEqual(body);
    expect(asked).toEqual(['acme']);
    expect(body.data).toEqual([
      {
        id: webhookId,
        url: 'https://hooks.example.com/millrace?room=1',
        events: ['task.succeeded', 'task.failed'],
        enabled: true,
        created_at: '2026-11-23T12:00:00.000Z',
        secret_rotated_at: '2026-11-23T12:00:00.000Z',
        previous_secret_until: '2026-11-23T12:00:01.000Z',
      },
      expect.objectContaining({
        enabled: false,
        disabled_reason: 'gone',
        disabled_at: '2026-11-23T12:00:00.000Z',
        description: 'nightly',
      }),
    ]);
  });
});
