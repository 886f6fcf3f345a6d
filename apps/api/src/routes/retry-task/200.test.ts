import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, failed, succeeded, taskId } from '../../fakes/stored-task.js';

const newId = 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e2';

describe('POST /v1/tasks/{id}/retry, 200', () => {
  it('shows the task that had run it again and has ended', async () => {
    const task = (id: string) => (id === newId ? succeeded({ id: newId, retryOf: taskId }) : failed({ retriedAs: newId }));
    const { post } = appUnderTest({ services: { readTask: async ({ id }) => ({ kind: 'found', task: task(id) }) } });
    const answer = await post(`/v1/tasks/${taskId}/retry`).expect(200);
    expect(answer.body).toMatchObject({ id: newId, status: 'succeeded', retry_of: taskId });
    expect(answer.headers).toMatchObject({ location: `/v1/tasks/${newId}`, 'idempotent-replayed': 'true' });
    expect(answer.headers).not.toHaveProperty('retry-after');
  });

  it('still does so when what the first one left has expired', async () => {
    const gone = { kind: 'gone', state: 'failed', endedAtMs: createdAtMs, goneAtMs: createdAtMs, retriedAs: newId } as const;
    const again = { kind: 'found', task: succeeded({ id: newId, retryOf: taskId }) } as const;
    const { post } = appUnderTest({ services: { readTask: async ({ id }) => (id === newId ? again : gone) } });
    expect((await post(`/v1/tasks/${taskId}/retry`).expect(200)).body.id).toBe(newId);
  });
});
