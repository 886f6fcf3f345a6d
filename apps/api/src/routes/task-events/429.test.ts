import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { storedTask, taskId } from '../../fakes/stored-task.js';

describe('holding open more than a key may', () => {
  const { get, post, submissions, telemetry } = appUnderTest({
    services: { maxOpenRequestsPerKey: 0, readTask: async () => ({ kind: 'found', task: storedTask() }) },
  });

  it.each([`/v1/tasks/${taskId}/events`, `/v1/tasks/${taskId}?wait=1`])('is refused by GET %s', async (path) => {
    const answer = await get(path).expect(429);
    expect(answer.body).toMatchObject({ code: 'too_many_open_requests', retryable: true });
    expect(answer.headers['retry-after']).toBe('5');
    expect(telemetry.refusals.at(-1)).toBe('open_requests');
  });

  it('is refused by a submission that wants a stream, before anything is stored', async () => {
    const answer = await post('/v1/tasks').set('accept', 'text/event-stream').expect(429);
    expect(answer.body.code).toBe('too_many_open_requests');
    expect(submissions).toHaveLength(0);
  });

  it('is no reason to refuse what only prefers to wait', async () => {
    const answer = await post('/v1/tasks').set('prefer', 'wait=5').expect(202);
    expect(answer.headers).not.toHaveProperty('preference-applied');
    await post('/predict').expect(202);
  });
});
