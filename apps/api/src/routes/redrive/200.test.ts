import { expect, it } from '@jest/globals';
import type { DeadTask, SubmitRequest } from '@millrace/tasks';
import supertest from 'supertest';
import { adminOnlyKey, appUnderTest } from '../../fakes/app-under-test.js';
import { noAdministration } from '../../fakes/no-administration.js';
import { createdAtMs, storedTask, taskId } from '../../fakes/stored-task.js';

const other = 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e2';
const dead: DeadTask = {
  taskId,
  tenant: 'globex',
  keyId: '9f86d081',
  code: 'upstream_timeout',
  message: '',
  endedAtMs: createdAtMs,
  attempts: 3,
};

const redrive = async (tasks: readonly DeadTask[], body: object) => {
  const submitted: SubmitRequest[] = [];
  const written: unknown[] = [];
  const { deadLetters, apiKeys } = noAdministration();
  const apiKey = { id: '9f86d081', name: '', tenant: 'globex', scopes: ['tasks'] as const, createdAtMs, limits: { maxInFlight: 2 } };
  const { app, telemetry } = appUnderTest({
    services: {
      deadLetters: { ...deadLetters, find: async () => tasks, oldest: async () => tasks },
      apiKeys: { ...apiKeys, read: async () => apiKey },
      audit: { read: async () => ({ records: [] }), write: async (entry) => void written.push(entry) },
      readTask: async ({ id }) => ({
        kind: 'found',
        task: storedTask({ id, state: 'failed', tenant: 'globex', endedAtMs: createdAtMs }),
      }),
      readSubmission: async () => ({
        payload: { messages: [{ role: 'user', content: 'private words' }] },
        retryOf: taskId,
        priority: 'standard',
        schedule: {},
      }),
      submitTask: async (request) => {
        submitted.push(request);
        return { kind: 'replayed', id: other };
      },
    },
  });
  const answer = await supertest(app).post('/v1/queues/small/redrive').set('x-api-key', adminOnlyKey).send(body);
  return { answer, submitted, written, telemetry };
};

it('runs a task again for its own tenant and key, under the limits of that key, and shows nothing of what it says', async () => {
  const { answer, submitted, written, telemetry } = await redrive([dead], { code: 'upstream_timeout' });
  expect(answer.body).toEqual({ object: 'list', data: [{ task_id: taskId, status: 202, id: other }], redriven: 1, refused: 0 });
  expect(submitted).toMatchObject([{ tenant: 'globex', keyId: '9f86d081', keyLimits: { maxInFlight: 2 } }]);
  expect(written).toMatchObject([{ action: 'queue.redrive', target: 'small', details: { code: 'upstream_timeout', tasks: 1 } }]);
  expect(telemetry.acts).toMatchObject([{ action: 'queue.redrive', actor: { tenant: 'ops' } }]);
  expect(JSON.stringify([answer.body, written, telemetry.acts])).not.toContain('private');
});

it('answers with the task there is when one was redriven before, and submits nothing', async () => {
  const { answer, submitted } = await redrive([{ ...dead, retriedAs: other }], { task_ids: [taskId] });
  expect(answer.body.data).toEqual([{ task_id: taskId, status: 202, id: other }]);
  expect(submitted).toEqual([]);
});

it('refuses one by one what is no dead letter of this route', async () => {
  const { answer } = await redrive([dead], { task_ids: [taskId, other, other] });
  expect(answer.body).toMatchObject({
    data: [
      { task_id: taskId, status: 202 },
      { task_id: other, status: 404, problem: { code: 'unknown_task' } },
    ],
    redriven: 1,
    refused: 1,
  });
});
