import { describe, expect, it } from '@jest/globals';
import type { ReadOutcome } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, failed, taskId } from '../../fakes/stored-task.js';

const gone: ReadOutcome = { kind: 'gone', state: 'failed', endedAtMs: createdAtMs, goneAtMs: createdAtMs };
const erased: ReadOutcome = { kind: 'erased', state: 'failed', endedAtMs: createdAtMs, erasedAtMs: createdAtMs };
const found: ReadOutcome = { kind: 'found', task: failed() };

describe('POST /v1/tasks/{id}/retry, 410', () => {
  it.each([
    ['task_gone', gone],
    ['task_erased', erased],
  ])('%s: there is nothing left to run', async (code, outcome) => {
    const { post } = appUnderTest({ services: { readTask: async () => outcome } });
    expect((await post(`/v1/tasks/${taskId}/retry`).expect(410)).body).toMatchObject({ code, task: { id: taskId } });
  });

  it('finds that it was erased in between', async () => {
    const looks = [found, erased];
    const { post } = appUnderTest({
      services: {
        readTask: async () => looks.shift() ?? erased,
        readSubmission: async ({ id }) => ({ payload: { messages: [] }, schedule: {}, priority: 'standard' as const, retryOf: id }),
        submitTask: async () => ({ kind: 'not_retried', because: 'missing' }),
      },
    });
    expect((await post(`/v1/tasks/${taskId}/retry`).expect(410)).body.code).toBe('task_erased');
  });

  it('finds that it was erased before what it asked could be read', async () => {
    const looks = [found, erased];
    const { post } = appUnderTest({ services: { readTask: async () => looks.shift() ?? erased } });
    expect((await post(`/v1/tasks/${taskId}/retry`).expect(410)).body).toMatchObject({ code: 'task_erased', task: { id: taskId } });
  });

  it('says so when the task that ran it again is gone, and not this one', async () => {
    const again = `${taskId.slice(0, -1)}2`;
    const { post } = appUnderTest({
      services: { readTask: async ({ id }) => (id === again ? erased : { kind: 'found', task: failed({ retriedAs: again }) }) },
    });
    const { body } = await post(`/v1/tasks/${taskId}/retry`).expect(410);
    expect(body).toMatchObject({
      code: 'task_erased',
      detail: `It was run again before, as ${again}, which is no longer there.`,
      task: { id: again },
    });
  });

  it('finds that what it asked is no longer kept', async () => {
    const { post } = appUnderTest({ services: { readTask: async () => found } });
    expect((await post(`/v1/tasks/${taskId}/retry`).expect(410)).body.code).toBe('task_gone');
  });
});
