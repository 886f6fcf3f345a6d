import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { taskId } from '../../fakes/stored-task.js';

describe('POST /v1/tasks/{id}/cancel, 404', () => {
  it('knows no such task of this tenant', async () => {
    const answer = await appUnderTest().post(`/v1/tasks/${taskId}/cancel`).expect(404);
    expect(answer.body.code).toBe('unknown_task');
  });

  it('asks nobody about what cannot be an id', async () => {
    const cancelTask = () => Promise.reject(new Error('asked'));
    const answer = await appUnderTest({ services: { cancelTask } }).post('/v1/tasks/nonsense/cancel').expect(404);
    expect(answer.body.code).toBe('unknown_task');
  });
});
