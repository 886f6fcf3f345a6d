import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, createCaller, key, promptOf, startCluster, type TaskView } from '@millrace/testing';

describe('submissions with one Idempotency-Key', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ apis: 2, env: { MILLRACE_LIMIT_TASKS: '40/minute' } });
  });
  afterAll(() => cluster.stop());

  it('are one task and one call of the model, also fifty at once at two apis, and count once against the limit', async () => {
    const callers = cluster.apis.map(({ address }) => createCaller({ address: () => address, key }));
    const headers = { 'idempotency-key': 'order-42', prefer: 'wait=60' };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => callers[n % 2]?.ask<TaskView>('/v1/tasks', { body: { prompt: 'pay once' }, headers })),
    );
    expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer?.body.id)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer?.body.result?.text))).toEqual(new Set(['You said: pay once']));
    expect(answers.filter((answer) => answer?.headers.get('idempotent-replayed') === 'true')).toHaveLength(49);
    expect(cluster.upstream.calls.filter((call) => promptOf(call) === 'pay once')).toHaveLength(1);
    expect(await cluster.ledger()).toMatchObject({ submitted: 1, succeeded: 1 });
  });

  it('answer later calls with the same task, whichever way they come', async () => {
    const headers = { 'idempotency-key': 'order-42' };
    const later = await cluster.caller.ask<TaskView>('/v1/tasks', { body: { prompt: 'pay once' }, headers });
    expect(later).toMatchObject({ status: 200, body: { status: 'succeeded' } });
    const predicted = await cluster.caller.ask('/predict', { body: { prompt: 'pay once' }, headers });
    expect(predicted).toMatchObject({ status: 200, body: { task_id: later.body.id, result: 'You said: pay once' } });
    const streamed = await cluster.caller.ask<string>('/v1/tasks', {
      body: { prompt: 'pay once' },
      headers: { ...headers, accept: 'text/event-stream' },
    });
    expect(streamed.status).toBe(200);
    expect(streamed.headers.get('idempotent-replayed')).toBe('true');
    expect(streamed.body).toContain('event: result');
    expect(await cluster.ledger()).toMatchObject({ submitted: 1 });
  });

  it('are refused with another body, and change nothing', async () => {
    const headers = { 'idempotency-key': 'order-42' };
    for (const body of [{ prompt: 'pay twice' }, { prompt: 'pay once', max_tokens: 5 }]) {
      const answer = await cluster.caller.ask('/v1/tasks', { body, headers });
      expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    }
    expect(await cluster.ledger()).toMatchObject({ submitted: 1 });
  });

  it('answer 410 once the task was erased, and do not run it again', async () => {
    const headers = { 'idempotency-key': 'order-43' };
    const { body } = await cluster.caller.ask<TaskView>('/v1/tasks', {
      body: { prompt: 'erase me' },
      headers: { ...headers, prefer: 'wait=60' },
    });
    expect(body.status).toBe('succeeded');
    expect((await cluster.caller.ask(`/v1/tasks/${body.id}`, { method: 'DELETE' })).status).toBe(200);
    const again = await cluster.caller.ask('/v1/tasks', { body: { prompt: 'erase me' }, headers });
    expect(again).toMatchObject({ status: 410, body: { code: 'task_erased' } });
    expect(await cluster.ledger()).toMatchObject({ submitted: 2 });
  });
});
