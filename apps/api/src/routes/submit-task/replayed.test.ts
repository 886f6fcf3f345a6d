import { describe, expect, it } from '@jest/globals';
import { problemDocument } from '@millrace/contracts';
import type { SubmitRequest } from '@millrace/tasks';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { createdAtMs, storedTask, succeeded, taskId } from '../../fakes/stored-task.js';

const submitTask = async () => ({ kind: 'replayed' as const, id: taskId });
const found = (task: ReturnType<typeof storedTask>) => async () => ({ kind: 'found' as const, task });

describe('a submission with an Idempotency-Key', () => {
  it('hands on digests of key and body, never the key, and no other submission has one', async () => {
    const { post, submissions } = appUnderTest();
    await post('/v1/tasks').set('idempotency-key', 'order-42').expect(202);
    await post('/v1/tasks').expect(202);
    const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(submissions.map(({ idempotency }) => idempotency)).toEqual([{ key: sha256, digest: sha256 }, undefined]);
    expect(JSON.stringify(submissions)).not.toContain('order-42');
  });

  it('says the same however its body is written, on every route that submits', async () => {
    const { post, submissions } = appUnderTest();
    for (const [path, body] of [
      ['/v1/tasks', '{"prompt":"x","metadata":{"a":"1","b":"2"},"seed":1}'],
      ['/process', '{ "seed": 1, "metadata": {"b":"2","a":"1"}, "prompt": "\\u0078" }'],
      ['/predict', '{"seed":1,"prompt":"x","metadata":{"a":"1","b":"2"}}'],
      ['/v1/tasks', '{"prompt":"y","metadata":{"a":"1","b":"2"},"seed":1}'],
      ['/v1/tasks', '{"prompt":"x","metadata":{"a":"1","b":"2"},"seed":1,"finish_by":60}'],
    ] as const) {
      await post(path, body).set('idempotency-key', '!~').expect(202);
    }
    const [first, second, third, ...others] = (submissions as Required<SubmitRequest>[]).map(({ idempotency }) => idempotency);
    expect([second, third]).toEqual([first, first]);
    expect(new Set([first, ...others].map((idempotency) => idempotency?.digest)).size).toBe(3);
    expect(new Set([first, ...others].map((idempotency) => idempotency?.key)).size).toBe(1);
  });

  it.each([
    ['nothing in it', ''],
    ['a blank', 'a b'],
    ['256 characters', 'k'.repeat(256)],
    ['a letter that is not ASCII', 'ü'],
  ])('is refused with %s', async (_what, key) => {
    const { post, submissions } = appUnderTest();
    const answer = await post('/v1/tasks').set('idempotency-key', key).expect(400);
    expect(problemDocument.parse(answer.body)).toMatchObject({
      code: 'invalid_header',
      detail: expect.stringContaining('Idempotency-Key'),
    });
    expect(submissions).toHaveLength(0);
  });

  it('is refused when it comes twice', async () => {
    const answer = await appUnderTest()
      .post('/v1/tasks')
      .set('idempotency-key', ['a', 'b'] as unknown as string)
      .expect(400);
    expect(answer.body.code).toBe('invalid_header');
  });
});

describe('a submission that was made before', () => {
  it('answers with the task as it is by now, counts nothing and says so', async () => {
    const { post, telemetry } = appUnderTest({ services: { submitTask, readTask: found(storedTask({ state: 'running', attempts: 1 })) } });
    const answer = await post('/v1/tasks').set('idempotency-key', 'k').expect(202);
    expect(answer.body).toMatchObject({ id: taskId, status: 'running' });
    expect(answer.headers).toMatchObject({ location: `/v1/tasks/${taskId}`, 'idempotent-replayed': 'true' });
    expect(answer.headers).not.toHaveProperty('ratelimit');
    expect(telemetry.submitted).toEqual([]);
    expect(telemetry.lines).toMatchObject([{ taskId }]);
  });

  it('answers 200 once the task has ended, on every route in its own form', async () => {
    const { post } = appUnderTest({ services: { submitTask, readTask: found(succeeded()), waitForEnd: async () => 'ended' } });
    const answers = [
      await post('/v1/tasks').set('idempotency-key', 'k').expect(200),
      await post('/predict').set('idempotency-key', 'k').expect(200),
      await post('/process').set('idempotency-key', 'k').expect(202),
    ];
    expect(answers.map(({ body }) => body.id ?? body.task_id)).toEqual([taskId, taskId, taskId]);
    expect(answers.map(({ headers }) => headers['idempotent-replayed'])).toEqual(['true', 'true', 'true']);
  });

  it('can be waited for like any other', async () => {
    const states = [storedTask({ state: 'running' }), succeeded()];
    const readTask = async () => ({ kind: 'found' as const, task: states.shift() ?? succeeded() });
    const { post } = appUnderTest({ services: { submitTask, readTask, waitForEnd: async () => 'ended' } });
    const answer = await post('/v1/tasks').set('idempotency-key', 'k').set('prefer', 'wait=5').expect(200);
    expect(answer.body).toMatchObject({ status: 'succeeded' });
  });

  it.each([
    ['task_gone', { kind: 'gone', state: 'succeeded', endedAtMs: createdAtMs, goneAtMs: createdAtMs } as const],
    ['task_erased', { kind: 'erased', state: 'succeeded', endedAtMs: createdAtMs, erasedAtMs: createdAtMs } as const],
  ])('answers 410 as a read does when %s', async (code, outcome) => {
    const { post } = appUnderTest({ services: { submitTask, readTask: async () => outcome } });
    const answer = await post('/v1/tasks').set('idempotency-key', 'k').expect(410);
    expect(answer.body).toMatchObject({ code, task: { id: taskId, status: 'succeeded' } });
    expect(answer.headers['idempotent-replayed']).toBe('true');
  });

  it('is refused with 422 when it asked for something else', async () => {
    const { post } = appUnderTest({ services: { submitTask: async () => ({ kind: 'key_reused' }) } });
    for (const path of ['/v1/tasks', '/process', '/predict']) {
      const answer = await post(path).set('idempotency-key', 'k').expect(422);
      expect(problemDocument.parse(answer.body)).toMatchObject({ code: 'idempotency_key_reused', retryable: false });
    }
  });
});
