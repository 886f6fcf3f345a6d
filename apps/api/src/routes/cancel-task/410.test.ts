import { describe, expect, it } from '@jest/globals';
import type { ReadOutcome } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, taskId } from '../../fakes/stored-task.js';

describe('POST /v1/tasks/{id}/cancel, 410', () => {
  it.each([
    ['task_gone', { kind: 'gone', state: 'succeeded', endedAtMs: createdAtMs, goneAtMs: createdAtMs }],
    ['task_erased', { kind: 'erased', state: 'running', erasedAtMs: createdAtMs }],
  ] satisfies [string, ReadOutcome][])('%s: says how it ended', async (code, outcome) => {
    const answer = await appUnderTest({ services: { readTask: async () => outcome } })
      .post(`/v1/tasks/${taskId}/cancel`)
      .expect(410);
    expect(answer.body).toMatchObject({ code, task: { id: taskId, status: outcome.state } });
  });
});
