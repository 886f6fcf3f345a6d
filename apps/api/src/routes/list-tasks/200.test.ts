import { describe, expect, it } from '@jest/globals';
import { taskList } from '@millrace/contracts';
import type { ListOutcome, ListRequest } from '@millrace/tasks';
import supertest from 'supertest';
import { appUnderTest, key } from '../../fakes/app-under-test.js';
import { knownProspects } from '../../fakes/known-prospects.js';
import { createdAtMs, failed, storedTask, taskId } from '../../fakes/stored-task.js';

/** Asks for the list, and says what the domain was asked for. */
const list = async (query: string, outcome: ListOutcome = { tasks: [] }) => {
  const asked: ListRequest[] = [];
  const listTasks = async (request: ListRequest) => {
    asked.push(request);
    return outcome;
  };
  const { get } = appUnderTest({ services: { listTasks, foresee: knownProspects({ waitingReason: 'no_workers' }) } });
  const { body } = await get(`/v1/tasks${query}`).expect(200);
  expect(taskList.parse(body)).toEqual(body);
  return { body, request: asked[0] };
};

describe('GET /v1/tasks, 200', () => {
  it('shows a page of the tenant of the key, twenty tasks unless told otherwise', async () => {
    const { body, request } = await list('', { tasks: [storedTask({ metadata: { order: '42' } }), failed()] });
    expect(request).toEqual({ tenant: 'acme', limit: 20 });
    expect(body).toMatchObject({
      object: 'list',
      data: [
        { id: taskId, status: 'queued', waiting_reason: 'no_workers', metadata: { order: '42' } },
        { status: 'failed', error: { code: 'upstream_unavailable' } },
      ],
      has_more: false,
    });
    expect(body).not.toHaveProperty('next_cursor');
  });

  it('leads to the next page, which goes on after the last task looked at', async () => {
    const next = { createdAtMs, id: taskId };
    const { body } = await list('', { tasks: [], next });
    expect(body).toMatchObject({ data: [], has_more: true });
    expect((await list(`?cursor=${body.next_cursor}`)).request).toEqual({ tenant: 'acme', limit: 20, after: next });
  });

  it('hands all filters on', async () => {
    const query = new URLSearchParams({
      limit: '100',
      status: 'queued,running,queued',
      model: 'large',
      metadata: 'order:42',
      created_after: '2026-11-23T13:00:00+01:00',
      created_before: '2026-11-23T12:00:00.5Z',
    });
    expect((await list(`?${query}`)).request).toEqual({
      tenant: 'acme',
      limit: 100,
      states: ['queued', 'running'],
      model: 'large',
      metadata: 'order:42',
      createdFromMs: createdAtMs,
      createdBeforeMs: createdAtMs + 500,
    });
  });

  it('answers HEAD with the same headers and nothing else', async () => {
    const { app } = appUnderTest();
    const answer = await supertest(app).head('/v1/tasks?limit=5').set('x-api-key', key).expect(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.text ?? '').toBe('');
  });
});
