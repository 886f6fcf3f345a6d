import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { succeeded, taskId } from '../../fakes/stored-task.js';

describe('GET /v1/tasks/{id}/events, 204', () => {
  const { get, telemetry } = appUnderTest({ services: { readTask: async () => ({ kind: 'found', task: succeeded() }) } });

  it('says that there is nothing after the last event of a task that has ended', async () => {
    // 1 was told; delta, usage, state and result come after it.
    const answer = await get(`/v1/tasks/${taskId}/events`).set('last-event-id', '5').expect(204);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': expect.anything() });
    expect(answer.headers).not.toHaveProperty('content-type');
    expect(telemetry.open.stream).toBe(0);
  });
});
