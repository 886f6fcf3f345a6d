import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, taskId } from '../../fakes/stored-task.js';

const path = `/v1/tasks/${taskId}/events`;

describe('GET /v1/tasks/{id}/events, 404 and 410', () => {
  it('knows no other tenant, and asks Redis for nothing that cannot be an id', async () => {
    expect((await appUnderTest().get(path).expect(404)).body.code).toBe('unknown_task');
    const readTask = () => Promise.reject(new Error('asked'));
    await appUnderTest({ services: { readTask } }).get('/v1/tasks/1/events').expect(404);
  });

  it('says that a task is gone or erased', async () => {
    const times = { state: 'succeeded', endedAtMs: createdAtMs } as const;
    const gone = appUnderTest({ services: { readTask: async () => ({ kind: 'gone', ...times, goneAtMs: createdAtMs }) } });
    expect((await gone.get(path).expect(410)).body.code).toBe('task_gone');
    const erased = appUnderTest({ services: { readTask: async () => ({ kind: 'erased', ...times, erasedAtMs: createdAtMs }) } });
    expect((await erased.get(path).expect(410)).body.code).toBe('task_erased');
  });
});
