import { describe, expect, it } from '@jest/globals';
import { problemDocument, type TaskSchedule, taskView } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, storedTask } from '../../fakes/stored-task.js';

const noonMs = Date.UTC(2026, 10, 23, 12);

const understood: [fields: object, schedule: TaskSchedule | undefined][] = [
  [{}, undefined],
  [{ run_at: '2026-11-23T12:00:00Z' }, { runAt: { atMs: noonMs } }],
  [{ run_at: '2026-11-23T13:30:00.250+01:30' }, { runAt: { atMs: noonMs + 250 } }],
  [{ delay_seconds: 0 }, { runAt: { inMs: 0 } }],
  [{ delay_seconds: 90 }, { runAt: { inMs: 90_000 } }],
  [
    { start_by: 30, finish_by: '2026-11-23T12:00:00Z' },
    { startBy: { inMs: 30_000 }, finishBy: { atMs: noonMs } },
  ],
  [{ result_ttl_seconds: 600 }, { resultTtlMs: 600_000 }],
];

const unfit: [fields: object, pointer: string, detail: RegExp][] = [
  [{ run_at: '2026-11-23' }, '/run_at', /a time such as/],
  [{ run_at: '2026-11-23T12:00:00' }, '/run_at', /a time such as/],
  [{ run_at: '2026-02-30T12:00:00Z' }, '/run_at', /a time such as/],
  [{ run_at: 60 }, '/run_at', /a time such as|a string/],
  [{ run_at: '2026-11-23T12:00:00Z', delay_seconds: 5 }, '/delay_seconds', /not both/],
  [{ delay_seconds: -1 }, '/delay_seconds', /at least 0/],
  [{ delay_seconds: 1.5 }, '/delay_seconds', /whole number/],
  [{ delay_seconds: 31_536_001 }, '/delay_seconds', /at most 31536000/],
  [{ start_by: 0 }, '/start_by', /at least 1/],
  [{ start_by: 'soon' }, '/start_by', /a time such as/],
  [{ finish_by: true }, '/finish_by', /a time such as|number/],
  [{ finish_by: 1e300 }, '/finish_by', /at most|whole/],
  [{ result_ttl_seconds: 0 }, '/result_ttl_seconds', /at least 1/],
  [{ finsh_by: 5 }, '/finsh_by', /did you mean "finish_by"/],
];

describe('POST /v1/tasks with times', () => {
  it.each(understood)('understands %j', async (fields, schedule) => {
    const { post, submissions } = appUnderTest();
    await post('/v1/tasks', { prompt: 'x', ...fields }).expect(202);
    expect(submissions.map((submission) => submission.schedule)).toEqual([schedule]);
    expect(JSON.stringify(submissions[0]?.payload)).toBe('{"messages":[{"role":"user","content":"x"}]}');
  });

  it.each(unfit)('points at what is wrong with %j', async (fields, pointer, detail) => {
    const { post, submissions } = appUnderTest();
    const answer = await post('/v1/tasks', { prompt: 'x', ...fields }).expect(400);
    expect(problemDocument.parse(answer.body).errors?.[0]).toEqual({ pointer, detail: expect.stringMatching(detail) });
    expect(submissions).toHaveLength(0);
  });

  it.each([
    [{ run_at: '2030-01-01T00:00:00Z' }, 'run_at', 'too_far', '/run_at', /further ahead/],
    [{ delay_seconds: 9_999_999 }, 'run_at', 'too_far', '/delay_seconds', /further ahead/],
    [{ start_by: '2020-01-01T00:00:00Z' }, 'start_by', 'past', '/start_by', /in the past/],
    [{ finish_by: '2020-01-01T00:00:00Z' }, 'finish_by', 'before_run_at', '/finish_by', /after the task is to run/],
    [{ finish_by: 1, start_by: 1 }, 'finish_by', 'before_start_by', '/finish_by', /after `start_by`/],
    [{ result_ttl_seconds: 9_999_999 }, 'result_ttl', 'too_long', '/result_ttl_seconds', /MILLRACE_MAX_RESULT_TTL_SECONDS/],
  ] as const)('points at %j, which the clock or the bounds refuse', async (fields, field, reason, pointer, detail) => {
    const submitTask = async () => ({ kind: 'refused' as const, refusal: { field, reason } });
    const { post } = appUnderTest({ services: { submitTask } });
    const answer = await post('/v1/tasks', { prompt: 'x', ...fields }).expect(400);
    expect(problemDocument.parse(answer.body)).toMatchObject({ code: 'invalid_body', retryable: false });
    expect(answer.body.errors).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
  });

  it('answers with the times that hold', async () => {
    const task = storedTask({
      state: 'scheduled',
      runAtMs: createdAtMs + 5000,
      startByMs: createdAtMs + 6000,
      finishByMs: createdAtMs + 7000,
    });
    const limit = { limit: 1, windowSeconds: 1, remaining: 0, resetMs: 0 };
    const { post } = appUnderTest({ services: { submitTask: async () => ({ kind: 'accepted', task, limit }) } });
    const { body } = await post('/v1/tasks', { prompt: 'x', delay_seconds: 5 }).expect(202);
    expect(taskView.parse(body)).toMatchObject({
      status: 'scheduled',
      run_at: '2026-11-23T12:00:05.000Z',
      start_by: '2026-11-23T12:00:06.000Z',
      finish_by: '2026-11-23T12:00:07.000Z',
    });
  });
});
