import { describe, expect, it } from '@jest/globals';
import { taskView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, failed, storedTask, succeeded, taskId } from '../../fakes/stored-task.js';

const read = (task: StoredTask) =>
  appUnderTest({ services: { readTask: async () => ({ kind: 'found', task }) } })
    .get(`/v1/tasks/${taskId}`)
    .expect(200);

describe('GET /v1/tasks/{id}, 200', () => {
  it('shows a task that waits, why, and when to ask again', async () => {
    const answer = await read(storedTask({ waitingReason: 'retrying', retryAtMs: createdAtMs + 9_000, attempts: 1 }));
    expect(taskView.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({ status: 'queued', waiting_reason: 'retrying', retry_at: '2026-11-23T12:00:09.000Z', timings: {} });
    expect(answer.headers['retry-after']).toBe('8');
  });

  it('shows the answer, who gave it, its usage and how long each stage took', async () => {
    const { body, headers } = await read(succeeded({ metadata: { order: '42' } }));
    expect(taskView.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      status: 'succeeded',
      cached: false,
      result: { text: 'Because water turns wheels.', finish_reason: 'stop', model: 'small-2026', deployment: 'test.example' },
      usage: { input_tokens: 8, output_tokens: 5, total_tokens: 13 },
      timings: { queued_ms: 100, first_token_ms: 300, running_ms: 800, total_ms: 900 },
      metadata: { order: '42' },
    });
    expect(headers).not.toHaveProperty('retry-after');
  });

  it('shows why a task failed and what became of its attempts', async () => {
    const attemptHistory = [{ number: 1, outcome: 'lost' as const, endedAtMs: createdAtMs, worker: 'w-1' }];
    const { body } = await read(failed({ attemptHistory, lostAttempts: 1 }));
    expect(taskView.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      error: { code: 'upstream_unavailable', message: 'The provider answered 500 five times.', retryable: true, origin: 'upstream' },
      attempt_history: [{ number: 1, outcome: 'lost', worker: 'w-1' }],
      lost_attempts: 1,
    });
  });

  it('asks callers to poll less often the longer a task lasts, at least every 15 seconds', async () => {
    const waits = async (ageMs: number) => {
      const task = storedTask({ createdAtMs: createdAtMs + 1000 - ageMs });
      return (await read(task)).headers['retry-after'];
    };
    expect([await waits(500), await waits(60_000), await waits(3_600_000)]).toEqual(['1', '6', '15']);
  });

  it('asks for the task of the tenant of the key', async () => {
    const asked: unknown[] = [];
    const readTask = async (request: unknown) => {
      asked.push(request);
      return { kind: 'unknown' as const };
    };
    await appUnderTest({ services: { readTask } }).get(`/v1/tasks/${taskId}`).expect(404);
    expect(asked).toEqual([{ tenant: 'acme', id: taskId }]);
  });
});
