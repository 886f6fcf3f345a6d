import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  answer,
  type Caller,
  type Cluster,
  createCaller,
  createGate,
  echo,
  eventually,
  hang,
  key,
  prefix,
  promptOf,
  refuse,
  startCluster,
  type TaskView,
  type UpstreamCall,
} from '@millrace/testing';

/** What is promised, in milliseconds. */
const abortedWithin = 1000;
const idle = 'served-by-nobody';

describe('cancelling a task', () => {
  let cluster: Cluster;
  let elsewhere: Caller;
  beforeAll(async () => {
    cluster = await startCluster({ apis: 2, env: { MILLRACE_MODELS: idle, MILLRACE_ROUTES: 'gpt-4o-mini' } });
    elsewhere = createCaller({ address: () => cluster.apis[1]?.address ?? '', key });
  });
  afterAll(() => cluster.stop());
  beforeEach(() => cluster.upstream.always(echo));

  const cancel = (id: string, headers: Readonly<Record<string, string>> = {}) =>
    elsewhere.ask<TaskView>(`/v1/tasks/${id}/cancel`, { method: 'POST', headers });
  const ended = async (id: string): Promise<TaskView> => (await cluster.caller.ask<TaskView>(`/v1/tasks/${id}?wait=60`)).body;
  const callFor = (prompt: string): Promise<UpstreamCall> =>
    eventually(() => cluster.upstream.calls.find((call) => promptOf(call) === prompt), { everyMs: 5 });

  const hungUp = async (call: UpstreamCall, timeoutMs: number): Promise<boolean> => {
    const ends: { aborted: boolean }[] = [];
    void call.ended.then((end) => ends.push(end));
    return (await eventually(() => ends[0], { timeoutMs, everyMs: 5 })).aborted;
  };
  const inHand = async (count: number): Promise<unknown> =>
    eventually(async () =>
      (await cluster.workers[0]?.metrics())?.includes(`millrace_worker_active_attempts{route="gpt-4o-mini"} ${count}`),
    );

  it('that runs hangs up on the model at once, from another api than the one that took it, and keeps what had come', async () => {
    cluster.upstream.always((reply) => {
      const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
      reply.delta('So far ');
      reply.raw(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage })}\n\n`);
      reply.delta('so good');
    });
    const id = await cluster.caller.submit({ prompt: 'stop me' });
    const call = await callFor('stop me');
    // Until the worker has read all of it.
    await eventually(async () => (await cluster.store.hget(`${prefix}:task:${id}`, 'told')) === '14');
    const asked = await cancel(id);
    expect([200, 202]).toContain(asked.status);
    expect(await hungUp(call, abortedWithin)).toBe(true);
    const task = await ended(id);
    expect(task).toMatchObject({
      status: 'cancelled',
      attempts: 1,
      cancel_requested_at: expect.any(String),
      error: { code: 'cancelled', retryable: false },
      partial: { text: 'So far so good' },
      usage: { input_tokens: 7, output_tokens: 3, total_tokens: 10 },
    });
    expect(await cancel(id)).toMatchObject({ status: 200, body: task });
  });

  it('waits for its end when that is preferred', async () => {
    cluster.upstream.always(hang());
    const id = await cluster.caller.submit({ prompt: 'wait for it' });
    await callFor('wait for it');
    expect(await cancel(id, { prefer: 'wait=60' })).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  });

  it('that nobody runs, or that waits for its retry, ends it at once', async () => {
    const queued = await cluster.caller.submit({ prompt: 'queued', model: idle });
    expect(await cancel(queued)).toMatchObject({ status: 200, body: { status: 'cancelled', attempts: 0 } });

    cluster.upstream.always(refuse(503, { headers: { 'retry-after': '600' } }));
    const waiting = await cluster.caller.submit({ prompt: 'later' });
    await eventually(async () => (await cluster.caller.read(waiting)).waiting_reason === 'retrying');
    const answered = await cancel(waiting);
    expect(answered).toMatchObject({ status: 200, body: { status: 'cancelled', attempts: 1, attempt_history: [{ outcome: 'failed' }] } });
  });

  it.each(['asks', 'waits'])('one of two that share a call ends the one that %s alone; the other gets the answer', async (which) => {
    const gate = createGate();
    cluster.upstream.always(answer('for both', { after: gate.opened }));
    const prompt = `shared, cancelled: the one that ${which}`;
    const leader = await cluster.caller.submit({ prompt });
    const call = await callFor(prompt);
    const follower = await cluster.caller.submit({ prompt });
    await inHand(2);
    const [stopped, kept] = which === 'asks' ? [leader, follower] : [follower, leader];
    expect(await cancel(stopped, { prefer: 'wait=60' })).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    gate.open();
    expect(await ended(kept)).toMatchObject({ status: 'succeeded', result: { text: 'for both' } });
    expect(await call.ended).toEqual({ aborted: false });
    expect(cluster.upstream.calls.filter((other) => promptOf(other) === prompt)).toHaveLength(1);
  });

  it('of a worker that died ends it once that is noticed', async () => {
    cluster.upstream.always(hang());
    const id = await cluster.caller.submit({ prompt: 'orphan' });
    await callFor('orphan');
    await Promise.all(cluster.workers.map((worker) => worker.kill()));
    expect((await cancel(id)).status).toBe(202);
    expect(await ended(id)).toMatchObject({ status: 'cancelled', lost_attempts: 1 });
    expect((await cluster.ledger()).open).toBe(0);
  });
});
