import { afterEach, describe, expect, it } from '@jest/globals';
import { type App, answer, type Cluster, createGate, eventually, hang, startCluster } from '@millrace/testing';

const cleanly = { code: 0, signal: null };
const notReady = (app: App | undefined): Promise<boolean> => eventually(async () => (await app?.probe('/readyz')) === 503);

describe('SIGTERM', () => {
  let cluster: Cluster;

  afterEach(() => cluster.stop());

  it('of a worker takes its readiness first, lets a short attempt finish, and hands a long one back, unused, to run elsewhere', async () => {
    cluster = await startCluster({ workers: 0 });
    const { upstream, caller } = cluster;
    const end = createGate();
    const leaving = await cluster.addWorker({ env: { MILLRACE_SHUTDOWN_GRACE_SECONDS: '3' } });
    upstream.next(answer('finished', { after: end.opened }), hang());
    const short = await caller.submit({ prompt: 'short' });
    await upstream.call(0);
    const long = await caller.submit({ prompt: 'long' });
    const held = await upstream.call(1);

    leaving.terminate();
    await notReady(leaving);
    expect(upstream.inFlight).toBe(2);
    end.open();
    await cluster.addWorker();

    expect(await held.ended).toEqual({ aborted: true });
    expect(await leaving.exited).toEqual(cleanly);
    const [first, second] = await cluster.untilEnded([short, long]);
    expect(first).toMatchObject({ status: 'succeeded', attempts: 1, result: { text: 'finished' } });
    expect(second).toMatchObject({ status: 'succeeded', attempts: 1, lost_attempts: 0, result: { text: 'You said: long' } });
    expect(second?.attempt_history).toMatchObject([{ outcome: 'handed_back' }]);
    expect(await cluster.ledger()).toMatchObject({ submitted: 2, succeeded: 2, lostAttempts: 0 });
  });

  it('ends a worker with a running attempt while Redis is away', async () => {
    cluster = await startCluster({ workers: 1, env: { MILLRACE_SHUTDOWN_GRACE_SECONDS: '1' } });
    const { upstream, caller, workers, redis } = cluster;
    upstream.always(hang());
    await caller.submit({ prompt: 'never answered' });
    await upstream.call(0);

    await redis.stop();
    workers[0]?.terminate();

    expect(await workers[0]?.exited).toEqual(cleanly);
  });

  it('ends an api while Redis is away', async () => {
    cluster = await startCluster({ workers: 0 });
    await cluster.redis.kill();
    cluster.apis[0]?.terminate();
    expect(await cluster.apis[0]?.exited).toEqual(cleanly);
  });

  it('of an api takes its readiness first and goes on serving for the delay, and a second one ends it at once', async () => {
    cluster = await startCluster({ workers: 0, env: { MILLRACE_SHUTDOWN_DELAY_SECONDS: '600', MILLRACE_SHUTDOWN_GRACE_SECONDS: '900' } });
    const { caller, apis } = cluster;
    apis[0]?.terminate();
    await notReady(apis[0]);

    expect((await caller.ask('/readyz')).body).toMatchObject({ status: 'stopping' });
    const { status, headers } = await caller.ask('/v1/tasks', { body: { prompt: 'a late one' } });
    expect({ status, connection: headers.get('connection') }).toEqual({ status: 202, connection: 'close' });

    apis[0]?.terminate();
    expect(await apis[0]?.exited).toEqual({ code: 1, signal: null });
  });

  it('of an api closes its door after the delay', async () => {
    cluster = await startCluster({ workers: 0, env: { MILLRACE_SHUTDOWN_DELAY_SECONDS: '1' } });
    const { caller, apis } = cluster;
    const waiting = caller.ask('/predict', { body: { prompt: 'a long one' } });
    await eventually(async () => (await cluster.ledger()).submitted === 1);
    apis[0]?.terminate();
    expect((await waiting).status).toBe(202);
    expect(await apis[0]?.exited).toEqual(cleanly);
  });

  it('of an api answers a waiting /predict with 202 and the id of the task, which goes on', async () => {
    cluster = await startCluster({ workers: 1 });
    const { upstream, caller, apis } = cluster;
    const end = createGate();
    upstream.always(answer('the answer', { after: end.opened }));
    const waiting = caller.ask<{ task_id: string }>('/predict', { body: { prompt: 'a long one' } });
    await upstream.call(0);

    apis[0]?.terminate();
    const { status, headers, body } = await waiting;
    expect({ status, location: headers.get('location') }).toEqual({ status: 202, location: `/status/${body.task_id}` });
    expect(await apis[0]?.exited).toEqual(cleanly);

    end.open();
    await eventually(async () => (await cluster.ledger()).succeeded === 1);
  });
});
