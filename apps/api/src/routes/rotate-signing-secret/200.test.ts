import { expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs } from '../../fakes/stored-task.js';
import { newSecret, testWebhooks } from '../../fakes/test-webhooks.js';

it.each([
  ['{"overlap_seconds":60}', 60],
  ['', 86_400],
])('POST /v1/webhooks/signing-secret/rotate, 200: makes a new one, those before signing on, as %j says', async (body, seconds) => {
  const asked: unknown[] = [];
  const rotateDefault = async (...call: unknown[]) => {
    asked.push(call);
    return { secrets: [{ secret: newSecret }] as const, createdAtMs };
  };
  const webhooks = testWebhooks({ secrets: { rotateDefault } });
  const answer = await appUnderTest({ services: { webhooks } }).post('/v1/webhooks/signing-secret/rotate', body).expect(200);
  expect(answer.body.secret).toBe(newSecret);
  expect(asked).toEqual([['acme', seconds]]);
});
