import { describe, expect, it } from '@jest/globals';
import { problemDocument } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, taskId } from '../../fakes/stored-task.js';

describe('GET /v1/tasks/{id}, 410', () => {
  it('says how and when a task ended whose result has expired', async () => {
    const readTask = async () => ({ kind: 'gone' as const, state: 'succeeded' as const, endedAtMs: createdAtMs });
    const answer = await appUnderTest({ services: { readTask } }).get(`/v1/tasks/${taskId}`).expect(410);
    expect(problemDocument.parse(answer.body)).toMatchObject({
      code: 'task_gone',
      task: { id: taskId, status: 'succeeded', ended_at: '2026-11-23T12:00:00.000Z' },
    });
  });
});
