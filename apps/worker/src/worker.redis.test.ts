import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { answer, createGate, cut, eventually, hang, refuse } from '@millrace/testing';
import { createWorkerOnRedis, type WorkerOnRedis } from './fakes/worker-on-redis.js';

// Generous: it only costs time when a test is going to fail.
jest.setTimeout(30_000);

describe('a worker on a real Redis', () => {
  let ground: WorkerOnRedis;
  beforeEach(async () => {
    ground = await createWorkerOnRedis();
  });
  afterEach(() => ground.close());

  it('runs a task to its end and leaves no job behind', async () => {
    const { upstream, submit, ended, startWorker, server } = ground;
    upstream.always(answer('For the water.', { usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 } }));
    await startWorker();
    const id = await submit();
    expect(await ended(id)).toMatchObject({
      state: 'succeeded',
      attempts: 1,
      cached: false,
      result: { text: 'For the water.', deployment: 'here' },
      usage: { inputTokens: 9, outputTokens: 4, totalTokens: 13 },
    });
    await eventually(async () => !(await server.keys()).some((key) => key.includes(`:queue:small:${id}`)));
  });

  it('retries what may succeed later and keeps the history of it', async () => {
    const { upstream, submit, ended, startWorker } = ground;
    upstream.next(refuse(503), cut('half'), answer('At last.'));
    await startWorker();
    const task = await ended(await submit());
    expect(task).toMatchObject({ state: 'succeeded', attempts: 3, result: { text: 'At last.' } });
    expect(task.attemptHistory.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['failed', 'upstream_unavailable'],
      ['failed', 'upstream_stream_broken'],
    ]);
    expect(upstream.calls).toHaveLength(3);
  });

  it('never asks again before the provider said', async () => {
    const { upstream, submit, ended, startWorker } = ground;
    upstream.next(refuse(429, { headers: { 'retry-after': '2' } }), answer('ok'));
    await startWorker();
    await ended(await submit());
    const [first, second] = upstream.calls;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  it('does not repeat what the provider refused for good', async () => {
    const { upstream, submit, ended, startWorker } = ground;
    upstream.always(refuse(400));
    await startWorker();
    expect(await ended(await submit())).toMatchObject({ state: 'failed', failure: { code: 'upstream_rejected' }, attempts: 1 });
    expect(upstream.calls).toHaveLength(1);
  });

  it('shares one call among identical tasks, and answers the next from the cache in another process too', async () => {
    const { upstream, submit, ended, startWorker } = ground;
    const gate = createGate();
    upstream.always(answer('Shared.', { after: gate.opened }));
    const worker = await startWorker();
    const same = { payload: { messages: [{ role: 'user' as const, content: 'the same' }] } };
    const ids = await Promise.all([submit(same), submit(same), submit(same)]);
    await upstream.call(0);
    await eventually(async () => (await worker.metrics()).includes('millrace_worker_active_attempts{route="small"} 3'));
    gate.open();
    const tasks = await Promise.all(ids.map(ended));
    expect(tasks.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(tasks.map(({ attempts }) => attempts).sort()).toEqual([0, 0, 1]);
    await worker.services.drain();
    await startWorker();
    expect(await ended(await submit(same))).toMatchObject({ cached: true, attempts: 0, result: { text: 'Shared.' } });
    expect(upstream.calls).toHaveLength(1);
  });

  it('hands back what still runs when the grace is over, and another worker does it without an attempt lost', async () => {
    const { upstream, submit, ended, read, startWorker } = ground;
    upstream.next(hang());
    const first = await startWorker();
    const id = await submit();
    const call = await upstream.call(0);
    await first.services.drain();
    expect(await call.ended).toEqual({ aborted: true });
    expect(await read(id)).toMatchObject({ state: 'queued', attempts: 0 });
    await startWorker();
    expect(await ended(id)).toMatchObject({ state: 'succeeded', attempts: 1, lostAttempts: 0 });
  });

  it('lets what runs finish within the grace, and takes nothing new', async () => {
    const { upstream, submit, read, startWorker } = ground;
    const gate = createGate();
    upstream.next(answer('In time.', { after: gate.opened }));
    const worker = await startWorker({ MILLRACE_SHUTDOWN_GRACE_SECONDS: '30' });
    const id = await submit();
    await upstream.call(0);
    const drained = worker.services.drain();
    const late = await submit();
    // The queue may have begun to fetch it, and puts it back then.
    await eventually(async () => (await worker.metrics()).includes('millrace_queue_depth{route="small",state="queued"} 1'));
    gate.open();
    await drained;
    expect(await read(id)).toMatchObject({ state: 'succeeded', result: { text: 'In time.' } });
    expect(await read(late)).toMatchObject({ state: 'queued', attempts: 0 });
  });

  it('writes neither prompt nor answer nor key to log, metrics or queue, whatever path a task takes', async () => {
    const { upstream, submit, ended, startWorker, server } = ground;
    const echo = 'canary-prompt sk-canary-key-0123456789';
    upstream.next(
      answer('canary-answer'),
      refuse(400, { message: echo }),
      refuse(500, { message: echo }),
      (reply) => reply.send(200, `<html>${echo}</html>`),
      cut('canary-answer'),
    );
    const worker = await startWorker({ MILLRACE_MAX_ATTEMPTS: '1', LOG_LEVEL: 'debug' });
    for (let index = 0; index < 5; index += 1) {
      await ended(await submit({ payload: { messages: [{ role: 'user', content: `canary-prompt ${index}` }] } }));
    }
    await worker.services.drain();
    const queue = await dump(server, 'queue');
    expect(worker.log()).toContain('attempt_ended');
    expect(queue).toContain('task_');
    for (const text of [worker.log(), await worker.metrics(), queue]) expect(text).not.toMatch(/canary/);
  });
});

/** Everything in Redis under a part of the prefix, as one text. */
const dump = async ({ redis, prefix, keys }: WorkerOnRedis['server'], part: string): Promise<string> => {
  const texts = (await keys())
    .filter((key) => key.startsWith(`${prefix}:${part}`))
    .map(async (key) => {
      switch (await redis.type(key)) {
        case 'string':
          return redis.get(key);
        case 'hash':
          return JSON.stringify(await redis.hgetall(key));
        case 'stream':
          return JSON.stringify(await redis.xrange(key, '-', '+'));
        default:
          return key;
      }
    });
  return (await Promise.all(texts)).join('\n');
};
