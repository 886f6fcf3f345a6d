import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, taskId } from '../../fakes/stored-task.js';

describe('GET /status/{task_id}, 404 and 410', () => {
  it('answers 404 for a task nobody knows', async () => {
    expect((await appUnderTest().get(`/status/${taskId}`).expect(404)).body.code).toBe('unknown_task');
  });

  it('answers 410 for a task whose result has expired', async () => {
    const readTask = async () => ({ kind: 'gone' as const, state: 'failed' as const, endedAtMs: createdAtMs, goneAtMs: createdAtMs });
    const { get } = appUnderTest({ services: { readTask } });
    expect((await get(`/status/${taskId}`).expect(410)).body).toMatchObject({ code: 'task_gone', task: { status: 'failed' } });
  });
});
