import { describe, expect, it } from '@jest/globals';
import { signingSecretView } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs } from '../../fakes/stored-task.js';
import { newSecret, testWebhooks } from '../../fakes/test-webhooks.js';

describe('GET /v1/webhooks/signing-secret, 200', () => {
  it.each(['/v1/webhooks/signing-secret', '/v1/webhooks/signing-secret/'])(
    'shows the secret of the tenant of the key at %s, and of those before only until when they sign',
    async (path) => {
      const asked: string[] = [];
      const defaultOf = async (tenant: string) => {
        asked.push(tenant);
        const secrets = [{ secret: newSecret }, { secret: 'old', untilMs: createdAtMs + 2000 }] as const;
        return { secrets, createdAtMs, rotatedAtMs: createdAtMs + 1000 };
      };
      const answer = await appUnderTest({ services: { webhooks: testWebhooks({ secrets: { defaultOf } }) } })
        .get(path)
        .expect(200);
      expect(signingSecretView.parse(answer.body)).toEqual(answer.body);
      expect(answer.body).toEqual({
        secret: newSecret,
        created_at: '2026-11-23T12:00:00.000Z',
        rotated_at: '2026-11-23T12:00:01.000Z',
        previous_secret_until: '2026-11-23T12:00:02.000Z',
      });
      expect(asked).toEqual(['acme']);
    },
  );
});
