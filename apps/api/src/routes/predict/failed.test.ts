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
