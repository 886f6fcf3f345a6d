import { describe, expect, it } from '@jest/globals';
import { taskView } from '@millrace/contracts';
import supertest from 'supertest';
import { type AppUnderTestOptions, appUnderTest, key } from '../../fakes/app-under-test.js';
import { failed, storedTask, taskId } from '../../fakes/stored-task.js';

const newId = 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e2';
const payload = { messages: [{ role: 'user' as const, content: 'Why?' }], metadata: { order: '42' } };
const schedule = { finishBy: { inMs: 60_000 } };
const accepted = { limit: 10, windowSeconds: 60, remaining: 9, resetMs: 6 };

const retry = (services: AppUnderTestOptions['services'] = {}) => {
  const under = appUnderTest({
    services: {
      readTask: async () => ({ kind: 'found', task: failed({ model: 'large' }) }),
      readSubmission: async ({ id }) => ({ payload, schedule, priority: 'bulk' as const, retryOf: id }),
      ...services,
    },
  });
  return { ...under, request: supertest(under.app).post(`/v1/tasks/${taskId}/retry`).set('x-api-key', key) };
};

describe('POST /v1/tasks/{id}/retry, 202', () => {
  it('submits what the task had asked, for the same model, as a new one', async () => {
    const { request, submissions } = retry();
    await request.set('x-request-id', 'abc-1').expect(202);
    const keyId = expect.stringMatching(/^env-acme-/);
    const route = { slug: 'large', model: 'large' };
    expect(submissions).toEqual([
      { tenant: 'acme', keyId, route, payload, schedule, priority: 'bulk', retryOf: taskId, requestId: 'abc-1' },
    ]);
  });

  it('answers with the new task, where to read it and when, and how the key stands', async () => {
    const task = storedTask({ id: newId, retryOf: taskId });
    const { request, telemetry } = retry({ submitTask: async () => ({ kind: 'accepted', task, limit: accepted }) });
    const answer = await request.expect(202);
    expect(taskView.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({ id: newId, status: 'queued', retry_of: taskId });
    expect(answer.headers).toMatchObject({ location: `/v1/tasks/${newId}`, 'retry-after': '1', ratelimit: '"tasks";r=9;t=1' });
    expect(answer.headers).not.toHaveProperty('idempotent-replayed');
    expect(telemetry.submitted).toEqual(['large']);
  });

  it('answers with the same new task when it is repeated, and submits nothing, even if the model is served no longer', async () => {
    const again = storedTask({ id: newId, retryOf: taskId });
    const { request, submissions } = retry({
      readTask: async ({ id }) => ({ kind: 'found', task: id === newId ? again : failed({ model: 'retired', retriedAs: newId }) }),
    });
    const answer = await request.expect(202);
    expect(answer.body.id).toBe(newId);
    expect(answer.headers).toMatchObject({ location: `/v1/tasks/${newId}`, 'idempotent-replayed': 'true' });
    expect(submissions).toEqual([]);
  });

  it('answers with the same new task when two retry at once', async () => {
    const again = storedTask({ id: newId, retryOf: taskId });
    const { request } = retry({
      readTask: async ({ id }) => ({ kind: 'found', task: id === newId ? again : failed() }),
      submitTask: async () => ({ kind: 'replayed', id: newId }),
    });
    expect((await request.expect(202)).body.id).toBe(newId);
  });
});
