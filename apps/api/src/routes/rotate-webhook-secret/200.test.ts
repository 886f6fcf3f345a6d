import { describe, expect, it } from '@jest/globals';
import { webhookEndpointWithSecret } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs } from '../../fakes/stored-task.js';
import { newSecret, storedEndpoint, testWebhooks, webhookId } from '../../fakes/test-webhooks.js';

describe('POST /v1/webhooks/{id}/rotate, 200', () => {
  it.each([
    [{ overlap_seconds: 0 }, 0],
    [{ overlap_seconds: 604_800 }, 604_800],
    [{}, 86_400],
    ['', 86_400],
  ])('shows the new secret, the one before signing on for as long as %j says', async (body, seconds) => {
    const asked: unknown[] = [];
    const rotateEndpoint = async (...call: unknown[]) => {
      asked.push(call);
      return { secrets: [{ secret: newSecret }, { secret: 'old', untilMs: createdAtMs + 1000 }] as const, createdAtMs };
    };
    const read = async () => storedEndpoint({ secretRotatedAtMs: createdAtMs, previousSecretUntilMs: createdAtMs + 1000 });
    const webhooks = testWebhooks({ endpoints: { read }, secrets: { rotateEndpoint } });
    const answer = await appUnderTest({ services: { webhooks } }).post(`/v1/webhooks/${webhookId}/rotate`, body).expect(200);
    expect(webhookEndpointWithSecret.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({ id: webhookId, secret: newSecret, previous_secret_until: '2026-11-23T12:00:01.000Z' });
    expect(answer.text).not.toContain('old');
    expect(asked).toEqual([[{ tenant: 'acme', endpointId: webhookId }, seconds]]);
  });
});
