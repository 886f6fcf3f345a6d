import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { storedTask, taskId } from '../../fakes/stored-task.js';

describe('POST /v1/tasks/{id}/retry, 409', () => {
  it.each(['scheduled', 'queued', 'running'] as const)('runs no task again that is %s', async (state) => {
    const readTask = async () => ({ kind: 'found' as const, task: storedTask({ state }) });
    const { post, submissions } = appUnderTest({ services: { readTask } });
    expect((await post(`/v1/tasks/${taskId}/retry`).expect(409)).body).toMatchObject({ code: 'task_not_ended', retryable: false });
    expect(submissions).toEqual([]);
  });
});
