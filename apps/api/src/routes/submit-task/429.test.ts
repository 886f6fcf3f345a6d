import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';

describe('POST /v1/tasks, 429', () => {
  it('says which policy, how long to wait, and how the key stands', async () => {
    const limit = { limit: 10, windowSeconds: 60, remaining: 0, resetMs: 60_000 };
    const submitTask = async () => ({ kind: 'limited' as const, limit, retryAfterMs: 5_400 });
    const { post, telemetry } = appUnderTest({ services: { submitTask } });
    const answer = await post('/v1/tasks').expect(429);
    expect(answer.body).toMatchObject({ code: 'rate_limited', retryable: true, detail: expect.stringContaining('"tasks"') });
    expect(answer.headers).toMatchObject({ 'retry-after': '6', 'ratelimit-policy': '"tasks";q=10;w=60', ratelimit: '"tasks";r=0;t=60' });
    expect(telemetry.refusals).toEqual(['tasks']);
  });
});
