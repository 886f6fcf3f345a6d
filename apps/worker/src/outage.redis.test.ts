import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { answer, createGate, eventually, hang, type RedisServer, startRedis } from '@millrace/testing';
import { createWorkerOnRedis, type WorkerOnRedis } from './fakes/worker-on-redis.js';

// A whole outage, with the recovery the queue promises after it, takes seconds.
jest.setTimeout(60_000);

describe('a worker whose Redis goes away', () => {
  let redis: RedisServer;
  let ground: WorkerOnRedis;
  beforeEach(async () => {
    redis = await startRedis();
    ground = await createWorkerOnRedis({ url: redis.url });
  });
  afterEach(async () => {
    redis.thaw();
    await redis.start();
    await ground.close();
    await redis.close();
  });

  it('keeps a paid answer until Redis is back, and asks only once', async () => {
    const { upstream, submit, ended, startWorker } = ground;
    const gate = createGate();
    upstream.always(answer('Paid for.', { after: gate.opened }));
    const worker = await startWorker();
    const id = await submit();
    const call = await upstream.call(0);
    await redis.stop();
    gate.open();
    await call.ended;
    await eventually(() => worker.log().includes('write_delayed'));
    await redis.start();
    expect(await ended(id)).toMatchObject({ state: 'succeeded', attempts: 1, lostAttempts: 0, result: { text: 'Paid for.' } });
    expect(upstream.calls).toHaveLength(1);
  });

  it('is not ready while Redis is away, alive all the same, and takes tasks again when it is back', async () => {
    const { submit, ended, startWorker } = ground;
    const worker = await startWorker();
    const probe = async (path: string) => (await fetch(new URL(path, worker.url()))).status;
    await eventually(async () => (await probe('/readyz')) === 200);
    await redis.stop();
    await eventually(async () => (await probe('/readyz')) === 503);
    expect(await probe('/livez')).toBe(200);
    expect(await worker.metrics()).toContain('millrace_redis_up 0');
    await redis.start();
    await eventually(async () => (await probe('/readyz')) === 200);
    expect(await ended(await submit())).toMatchObject({ state: 'succeeded' });
  });

  it('starts without Redis and works once it is there', async () => {
    const { submit, ended, startWorker } = ground;
    await redis.stop();
    const worker = await startWorker();
    await redis.start();
    await eventually(() => worker.log().includes('redis_answers'));
    const id = await eventually(() => submit());
    expect(await ended(id)).toMatchObject({ state: 'succeeded' });
  });

  it.each(['stopped', 'frozen'] as const)('ends when asked to, with Redis %s and a call running', async (how) => {
    const { upstream, submit, startWorker } = ground;
    upstream.always(hang());
    const worker = await startWorker();
    await submit();
    const call = await upstream.call(0);
    if (how === 'stopped') await redis.stop();
    else redis.freeze();
    await worker.services.drain();
    expect(await call.ended).toEqual({ aborted: true });
  });
});
