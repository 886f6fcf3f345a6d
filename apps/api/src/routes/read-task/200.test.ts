import { describe, expect, it } from '@jest/globals';
import { taskView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import type { Prospect } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { knownProspects } from '../../fakes/known-prospects.js';
import { createdAtMs, failed, storedTask, succeeded, taskId } from '../../fakes/stored-task.js';

const read = (task: StoredTask, prospect?: Prospect) =>
  appUnderTest({ services: { readTask: async () => ({ kind: 'found', task }), foresee: knownProspects(prospect) } })
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

  it('shows how many stand before a task that waits, when it will probably begin, and asks to come back then', async () => {
    const prospect = { ahead: 12, estimatedStartAtMs: createdAtMs + 31_000, waitingReason: 'paused' as const };
    const answer = await read(storedTask({ waitingReason: 'retrying' }), prospect);
    expect(taskView.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({
      position: { ahead: 12, estimate: true },
      estimated_start_at: '2026-11-23T12:00:31.000Z',
      waiting_reason: 'paused',
    });
    expect(answer.headers['retry-after']).toBe('30');
  });

  it.each([
    ['at once', 0, '1'],
    ['in a minute and a half', 91_000, '60'],
  ])('asks to come back within a minute when a task will probably begin %s', async (_when, inMs, seconds) => {
    const { headers } = await read(storedTask({ createdAtMs: createdAtMs - 3_600_000 }), {
      ahead: 3,
      estimatedStartAtMs: createdAtMs + 1000 + inMs,
    });
    expect(headers['retry-after']).toBe(seconds);
  });

  it('asks to come back when a scheduled task is to run, though nothing is known of its route', async () => {
    const { headers } = await read(storedTask({ state: 'scheduled', runAtMs: createdAtMs + 21_000 }));
    expect(headers['retry-after']).toBe('20');
  });

  it('counts the time since a task began while it runs', async () => {
    const waited = storedTask({ state: 'running', createdAtMs: createdAtMs - 3_600_000, startedAtMs: createdAtMs - 29_000 });
    const { body, headers } = await read(waited, { ahead: 0 });
    expect(body).toMatchObject({ status: 'running', position: { ahead: 0, estimate: true } });
    expect(body).not.toHaveProperty('estimated_start_at');
    expect(headers['retry-after']).toBe('3');
  });

  it('asks callers to poll less often the longer a task lasts, at least every 15 seconds', async () => {
    const waits = async (ageMs: number) => {
      const task = storedTask({ createdAtMs: createdAtMs + 1000 - ageMs });
      return (await read(task)).headers['retry-after'];
    };
    expect([await waits(500), await waits(60_000), await waits(3_600_000)]).toEqual(['1', '6', '15']);
  });

  it('says when to come back by the clock of Redis, whatever the clock of the api shows', async () => {
    const task = storedTask({ state: 'running', startedAtMs: createdAtMs - 29_000 });
    for (const skewMs of [-3_600_000, 3_600_000]) {
      const services = { readTask: async () => ({ kind: 'found' as const, task }), clock: () => createdAtMs + skewMs };
      const { headers } = await appUnderTest({ services }).get(`/v1/tasks/${taskId}`).expect(200);
      expect(headers['retry-after']).toBe('3');
    }
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
