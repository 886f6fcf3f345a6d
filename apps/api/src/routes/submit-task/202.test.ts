import { describe, expect, it } from '@jest/globals';
import { taskView } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, taskId } from '../../fakes/stored-task.js';

describe('POST /v1/tasks, 202', () => {
  it('answers with the task, where to read it and when', async () => {
    const { post } = appUnderTest();
    const answer = await post('/v1/tasks').expect(202);
    expect(taskView.parse(answer.body)).toEqual(answer.body);
    expect(answer.headers).toMatchObject({ location: `/v1/tasks/${taskId}`, 'retry-after': '1', 'cache-control': 'no-store' });
  });

  it('says how many stand before it and when it will probably begin, as far as that is known without asking for it', async () => {
    const never = async () => {
      throw new Error('asked Redis for the place of a new task');
    };
    const prospect = { ahead: 30, estimatedStartAtMs: createdAtMs + 4000, waitingReason: 'no_workers' as const };
    const foresee = { ofRead: never, ofSubmitted: async () => prospect, ofListed: never };
    const answer = await appUnderTest({ services: { foresee } }).post('/v1/tasks').expect(202);
    expect(taskView.parse(answer.body)).toMatchObject({
      position: { ahead: 30, estimate: true },
      estimated_start_at: '2026-11-23T12:00:04.000Z',
      waiting_reason: 'no_workers',
    });
    expect(answer.headers['retry-after']).toBe('3');
  });

  it('shows how the key stands against its limit, in the form of the draft', async () => {
    const answer = await appUnderTest().post('/v1/tasks').expect(202);
    expect(answer.headers['ratelimit-policy']).toBe('"tasks";q=10000;w=60');
    expect(answer.headers.ratelimit).toBe('"tasks";r=9999;t=1');
  });

  it('submits for the tenant of the key, under its public id, with the id of the request', async () => {
    const { post, submissions } = appUnderTest();
    await post('/v1/tasks', { prompt: 'Why?', model: 'large', max_tokens: 7 }).set('x-request-id', 'abc-1').expect(202);
    expect(submissions).toEqual([
      {
        tenant: 'acme',
        keyId: expect.stringMatching(/^env-acme-[0-9a-f]{8}$/),
        route: { slug: 'large', model: 'large' },
        requestId: 'abc-1',
        payload: { messages: [{ role: 'user', content: 'Why?' }], maxTokens: 7 },
      },
    ]);
  });

  it('takes the default model when none is named', async () => {
    const { post, submissions } = appUnderTest();
    await post('/v1/tasks').expect(202);
    expect(submissions[0]?.route.model).toBe('small');
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'application/vnd.acme.v1+json'])(
    'takes a body labelled %s',
    async (type) => {
      await appUnderTest().post('/v1/tasks', '{"prompt":"ü"}').set('content-type', type).expect(202);
    },
  );

  it('takes the key as a bearer token too', async () => {
    const { post, submissions } = appUnderTest();
    await post('/v1/tasks').unset('x-api-key').set('authorization', 'bearer key-of-acme-0123456789abcdef').expect(202);
    expect(submissions).toHaveLength(1);
  });

  it('counts the task and logs one line with ids, never with the prompt', async () => {
    const { post, telemetry } = appUnderTest();
    await post('/v1/tasks', { prompt: 'canary' }).expect(202);
    expect(telemetry.submitted).toEqual(['small']);
    expect(telemetry.lines).toMatchObject([{ method: 'POST', route: '/v1/tasks', status: 202, tenant: 'acme', taskId }]);
    expect(JSON.stringify(telemetry.lines)).not.toContain('canary');
  });
});
