import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { failed, taskId } from '../../fakes/stored-task.js';

describe('POST /v1/tasks/{id}/retry, 404', () => {
  it.each([taskId, 'nonsense'])('knows no such task of this tenant: %s', async (id) => {
    expect((await appUnderTest().post(`/v1/tasks/${id}/retry`).expect(404)).body.code).toBe('unknown_task');
  });

  it('runs nothing for a model that is served no longer', async () => {
    const readTask = async () => ({ kind: 'found' as const, task: failed({ model: 'retired' }) });
    const { post, submissions } = appUnderTest({ services: { readTask } });
    expect((await post(`/v1/tasks/${taskId}/retry`).expect(404)).body.code).toBe('unknown_model');
    expect(submissions).toEqual([]);
  });
});
