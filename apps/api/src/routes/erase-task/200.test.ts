import { describe, expect, it } from '@jest/globals';
import { taskErasure } from '@millrace/contracts';
import type { SteerRequest } from '@millrace/tasks';
import supertest from 'supertest';
import { appUnderTest, key } from '../../fakes/app-under-test.js';
import { createdAtMs, taskId } from '../../fakes/stored-task.js';

describe('DELETE /v1/tasks/{id}, 200', () => {
  it('says what was erased, how it stands and when that was', async () => {
    const asked: SteerRequest[] = [];
    const eraseTask = async (request: SteerRequest) => {
      asked.push(request);
      return { kind: 'erased' as const, state: 'running' as const, erasedAtMs: createdAtMs };
    };
    const { app, telemetry } = appUnderTest({ services: { eraseTask } });
    const answer = await supertest(app).delete(`/v1/tasks/${taskId}`).set('x-api-key', key).expect(200);
    expect(taskErasure.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toEqual({ id: taskId, status: 'running', erased: true, erased_at: '2026-11-23T12:00:00.000Z' });
    expect(asked).toEqual([{ tenant: 'acme', id: taskId }]);
    expect(telemetry.lines).toMatchObject([{ method: 'DELETE', route: '/v1/tasks/{id}', status: 200, taskId }]);
  });
});
