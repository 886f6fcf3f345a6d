import { describe, expect, it } from '@jest/globals';
import { taskView } from '@millrace/contracts';
import type { SteerRequest } from '@millrace/tasks';
import supertest from 'supertest';
import { appUnderTest, key } from '../../fakes/app-under-test.js';
import { cancelled, storedTask, succeeded, taskId } from '../../fakes/stored-task.js';

const path = `/v1/tasks/${taskId}/cancel`;

describe('POST /v1/tasks/{id}/cancel, 200', () => {
  it('shows a task that ended cancelled', async () => {
    const asked: SteerRequest[] = [];
    const cancelTask = async (request: SteerRequest) => void asked.push(request);
    const readTask = async () => ({ kind: 'found' as const, task: cancelled() });
    const { app, telemetry } = appUnderTest({ services: { cancelTask, readTask } });
    const answer = await supertest(app).post(path).set('x-api-key', key).expect(200);
    expect(taskView.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({
      status: 'cancelled',
      cancel_requested_at: '2026-11-23T12:00:00.800Z',
      error: { code: 'cancelled' },
    });
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect(asked).toEqual([{ tenant: 'acme', id: taskId }]);
    expect(telemetry.lines).toMatchObject([{ method: 'POST', route: '/v1/tasks/{id}/cancel', status: 200, taskId }]);
  });

  it('shows a task that had ended before as it is', async () => {
    const readTask = async () => ({ kind: 'found' as const, task: succeeded() });
    const { app } = appUnderTest({ services: { readTask } });
    const answer = await supertest(app).post(path).set('x-api-key', key).expect(200);
    expect(answer.body).toMatchObject({ status: 'succeeded', result: { text: 'Because water turns wheels.' } });
  });

  it('waits for the end of a running one when that is preferred', async () => {
    const tasks = [storedTask({ state: 'running' }), cancelled()];
    const readTask = async () => ({ kind: 'found' as const, task: tasks.shift() ?? cancelled() });
    const { app } = appUnderTest({ services: { readTask, waitForEnd: async () => 'ended' } });
    const answer = await supertest(app).post(path).set('x-api-key', key).set('prefer', 'wait=5').expect(200);
    expect(answer.body.status).toBe('cancelled');
    expect(answer.headers['preference-applied']).toBe('wait=5');
  });

  it('takes no heed of a body', async () => {
    const readTask = async () => ({ kind: 'found' as const, task: cancelled() });
    const { post } = appUnderTest({ services: { readTask } });
    await post(path, 'no { JSON').expect(200);
  });
});
