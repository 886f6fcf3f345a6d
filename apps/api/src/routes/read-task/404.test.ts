import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { taskId } from '../../fakes/stored-task.js';

const never = async () => {
  throw new Error('asked Redis for what cannot be an id');
};

describe('GET /v1/tasks/{id}, 404', () => {
  it('knows nothing of unknown and foreign tasks', async () => {
    const answer = await appUnderTest().get(`/v1/tasks/${taskId}`).expect(404);
    expect(answer.body.code).toBe('unknown_task');
  });

  it.each(['x', 'task_', 'a%2Fb', '..%2F..%2Fetc', `${taskId}0`, taskId.toUpperCase(), 'a'.repeat(5000), '%00'])(
    'does not ask Redis for %s',
    async (id) => {
      const answer = await appUnderTest({ services: { readTask: never } })
        .get(`/v1/tasks/${id}`)
        .expect(404);
      expect(answer.body.code).toBe('unknown_task');
      expect(answer.text).not.toContain(id.slice(0, 100) === 'x' ? '"x"' : id);
    },
  );
});
