import { describe, expect, it } from '@jest/globals';
import { taskView } from '@millrace/contracts';
import supertest from 'supertest';
import { appUnderTest, key } from '../../fakes/app-under-test.js';
import { createdAtMs, storedTask, taskId } from '../../fakes/stored-task.js';

const running = storedTask({ state: 'running', attempts: 1, startedAtMs: createdAtMs, cancelRequestedAtMs: createdAtMs + 800 });
const readTask = async () => ({ kind: 'found' as const, task: running });
const cancel = () =>
  supertest(appUnderTest({ services: { readTask } }).app)
    .post(`/v1/tasks/${taskId}/cancel`)
    .set('x-api-key', key);

describe('POST /v1/tasks/{id}/cancel, 202', () => {
  it('says that a running task is being cancelled, and when to look again', async () => {
    const answer = await cancel().expect(202);
    expect(taskView.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({ status: 'running', cancel_requested_at: '2026-11-23T12:00:00.800Z' });
    expect(answer.headers['retry-after']).toBe('1');
  });

  it('says so too when the wait that was preferred is over', async () => {
    const answer = await cancel().set('prefer', 'wait=1').expect(202);
    expect(answer.headers).toMatchObject({ 'preference-applied': 'wait=1', 'retry-after': '1' });
  });
});
