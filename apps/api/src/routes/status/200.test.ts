import { describe, expect, it } from '@jest/globals';
import { statusView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, failed, storedTask, succeeded, taskId } from '../../fakes/stored-task.js';

const status = async (task: StoredTask) => {
  const { get } = appUnderTest({ services: { readTask: async () => ({ kind: 'found', task }) } });
  const { body } = await get(`/status/${taskId}`).expect(200);
  expect(statusView.parse(body)).toEqual(body);
  return body;
};

describe('GET /status/{task_id}, 200', () => {
  it.each(['scheduled', 'queued', 'running'] as const)('says processing while the task is %s', async (state) => {
    expect(await status(storedTask({ state }))).toEqual({ status: 'processing' });
  });

  it('says completed with the text of the answer', async () => {
    expect(await status(succeeded())).toEqual({ status: 'completed', result: 'Because water turns wheels.' });
  });

  it.each([
    ['failed', 'upstream_unavailable', true, 'upstream'],
    ['cancelled', 'cancelled', false, 'caller'],
    ['expired', 'deadline_exceeded', true, 'policy'],
  ] as const)('says failed with the code for a task that is %s', async (state, code, retryable, origin) => {
    expect(await status(failed({ state, failure: { code, message: 'why' } }))).toEqual({
      status: 'failed',
      error: { code, message: 'why', retryable, origin },
    });
  });

  it('says before when a retry is pointless, and what the attempts came to', async () => {
    const attemptHistory = [{ number: 1, outcome: 'failed' as const, endedAtMs: createdAtMs, code: 'upstream_rate_limited' as const }];
    const failure = { code: 'upstream_rate_limited' as const, message: 'why', retryAtMs: createdAtMs + 60_000 };
    expect((await status(failed({ failure, attemptHistory }))).error).toMatchObject({
      retry_at: '2026-11-23T12:01:00.000Z',
      attempt_history: [{ number: 1, outcome: 'failed', ended_at: '2026-11-23T12:00:00.000Z', code: 'upstream_rate_limited' }],
    });
  });
});
