import { describe, expect, it } from '@jest/globals';
import { problemDocument } from '@millrace/contracts';
import type { ReadOutcome } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, taskId } from '../../fakes/stored-task.js';

const read = async (outcome: ReadOutcome) => {
  const answer = await appUnderTest({ services: { readTask: async () => outcome } })
    .get(`/v1/tasks/${taskId}`)
    .expect(410);
  return problemDocument.parse(answer.body);
};

const endedAtMs = createdAtMs + 1000;

describe('GET /v1/tasks/{id}, 410', () => {
  it('says how and when a task ended whose result has expired, and since when it is gone', async () => {
    expect(await read({ kind: 'gone', state: 'succeeded', endedAtMs, goneAtMs: endedAtMs + 60_000 })).toMatchObject({
      code: 'task_gone',
      task: {
        id: taskId,
        status: 'succeeded',
        ended_at: '2026-11-23T12:00:01.000Z',
        gone_at: '2026-11-23T12:01:01.000Z',
        reason: 'result_expired',
      },
    });
  });

  it('says why a task failed that is gone, and what its attempts came to', async () => {
    const { task } = await read({
      kind: 'gone',
      state: 'failed',
      failure: { code: 'upstream_timeout', message: 'Too slow.' },
      attemptHistory: [{ number: 1, outcome: 'failed', endedAtMs, code: 'upstream_timeout' }],
      endedAtMs,
      goneAtMs: endedAtMs,
    });
    expect(task).toMatchObject({
      status: 'failed',
      error: { code: 'upstream_timeout', origin: 'upstream', retryable: true, attempt_history: [{ number: 1, outcome: 'failed' }] },
    });
  });

  it('says that a task was erased, when, and how it had ended', async () => {
    expect(await read({ kind: 'erased', state: 'succeeded', endedAtMs, erasedAtMs: endedAtMs + 500 })).toMatchObject({
      code: 'task_erased',
      task: { status: 'succeeded', ended_at: '2026-11-23T12:00:01.000Z', gone_at: '2026-11-23T12:00:01.500Z', reason: 'erased' },
    });
  });

  it('claims no end for a task that was erased while it ran', async () => {
    const { task } = await read({ kind: 'erased', state: 'running', erasedAtMs: createdAtMs });
    expect(task).toEqual({ id: taskId, status: 'running', gone_at: '2026-11-23T12:00:00.000Z', reason: 'erased' });
  });
});
