import { describe, expect, it } from '@jest/globals';
import { statusView } from '@millrace/contracts';
import type { StoredTask } from '@millrace/store';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { failed, storedTask, succeeded, taskId } from '../../fakes/stored-task.js';

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
    ['failed', 'upstream_unavailable', true],
    ['cancelled', 'cancelled', false],
    ['expired', 'deadline_exceeded', true],
  ] as const)('says failed with the code for a task that is %s', async (state, code, retryable) => {
    expect(await status(failed({ state, failure: { code, message: 'why' } }))).toEqual({
      status: 'failed',
      error: { code, message: 'why', retryable },
    });
  });
});
