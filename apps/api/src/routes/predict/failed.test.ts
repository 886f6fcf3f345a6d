import { describe, expect, it } from '@jest/globals';
import { failureCodes, problemDocument, problems } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, failed, taskId } from '../../fakes/stored-task.js';

describe('POST /predict, when the task fails', () => {
  it.each(failureCodes)('answers %s with its own status and what the worker said', async (code) => {
    const task = failed({ failure: { code, message: 'What happened.' } });
    const { post } = appUnderTest({
      services: { waitForEnd: async () => 'ended', readTask: async () => ({ kind: 'found', task }) },
    });
    const answer = await post('/predict').expect(problems[code].status);
    expect(problemDocument.parse(answer.body)).toMatchObject({
      code,
      detail: 'What happened.',
      retryable: problems[code].retryable,
      task: { id: taskId, status: 'failed', ended_at: new Date(createdAtMs + 900).toISOString() },
    });
  });

  it('says who caused it, before when a retry is pointless, and what the attempts came to', async () => {
    const task = failed({
      failure: { code: 'upstream_rate_limited', message: 'Too many.', retryAtMs: createdAtMs + 60_000 },
      attemptHistory: [{ number: 1, outcome: 'failed', endedAtMs: createdAtMs, code: 'upstream_rate_limited', deployment: 'd' }],
    });
    const services = { waitForEnd: async () => 'ended' as const, readTask: async () => ({ kind: 'found' as const, task }) };
    const { body, headers } = await appUnderTest({ services }).post('/predict').expect(503);
    expect(headers['retry-after']).toBe('60');
    expect(problemDocument.parse(body).task?.error).toEqual({
      code: 'upstream_rate_limited',
      message: 'Too many.',
      retryable: true,
      origin: 'upstream',
      retry_at: '2026-11-23T12:01:00.000Z',
      attempt_history: [
        { number: 1, outcome: 'failed', ended_at: '2026-11-23T12:00:00.000Z', code: 'upstream_rate_limited', deployment: 'd' },
      ],
    });
  });

  it('refuses the sixth question of a minute under the default policy of this route', async () => {
    const { post, submissions, telemetry } = appUnderTest({ limits: { operations: { predict: 5 } } });
    for (let question = 1; question <= 5; question += 1) {
      const { headers } = await post('/predict').expect(202);
      expect(headers.ratelimit).toContain(`"predict";r=${5 - question};`);
    }
    const refused = await post('/predict').expect(429);
    expect(refused.body).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('"predict"') });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(submissions).toHaveLength(5);
    expect(telemetry.refusals).toEqual(['route']);
  });
});
