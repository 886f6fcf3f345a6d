import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type App,
  type Caller,
  type Cluster,
  createCaller,
  echo,
  eventually,
  hang,
  key,
  prefix,
  promptOf,
  refuse,
  startCluster,
  type TaskView,
} from '@millrace/testing';
import { dumpKeys } from './canaries/dump-keys.js';

/** A word that is nowhere else; each task has one of its own. */
const canaryOf = (words: string): string => `canary-81f3-${words.replaceAll(' ', '-')}`;
const idle = 'served-by-nobody';
const question = (words: string) => ({ prompt: `Say ${canaryOf(words)}`, metadata: { [canaryOf(words)]: canaryOf(words) } });

describe('erasing a task', () => {
  let cluster: Cluster;
  let elsewhere: Caller;
  beforeAll(async () => {
    cluster = await startCluster({ apis: 2, workers: 2, env: { MILLRACE_MODELS: idle, MILLRACE_ROUTES: 'gpt-4o-mini' } });
    elsewhere = createCaller({ address: () => cluster.apis[1]?.address ?? '', key });
  });
  afterAll(() => cluster.stop());
  beforeEach(() => cluster.upstream.always(echo));

  const erase = async (id: string) => elsewhere.ask<{ status: string; erased: boolean }>(`/v1/tasks/${id}`, { method: 'DELETE' });
  const traces = async (canary: string): Promise<string[]> =>
    [...(await dumpKeys(cluster.store))].filter(([name, content]) => `${name} ${content}`.includes(canary)).map(([name]) => name);
  const ended = async (id: string): Promise<TaskView> => (await cluster.caller.ask<TaskView>(`/v1/tasks/${id}?wait=60`)).body;
  const record = (id: string, field: string) => cluster.store.hget(`${prefix}:task:${id}`, field);

  /** Erases a task that had left traces, and sees to it that none are left, ever. */
  const leavesNothing = async (id: string, words: string, status: string): Promise<void> => {
    expect(await traces(canaryOf(words))).not.toEqual([]);
    expect(await erase(id)).toMatchObject({ status: 200, body: { id, status, erased: true, erased_at: expect.any(String) } });
    expect(await traces(canaryOf(words))).toEqual([]);
    await eventually(async () => (await record(id, 'ended')) !== null, { timeoutMs: 60_000 });
    expect(await traces(canaryOf(words))).toEqual([]);
    for (const { path, method } of [
      { path: `/v1/tasks/${id}`, method: 'GET' },
      { path: `/v1/tasks/${id}/cancel`, method: 'POST' },
      { path: `/v1/tasks/${id}/retry`, method: 'POST' },
      { path: `/v1/tasks/${id}/events`, method: 'GET' },
      { path: `/status/${id}`, method: 'GET' },
    ])
      expect([path, await cluster.caller.ask(path, { method })]).toMatchObject([path, { status: 410, body: { code: 'task_erased' } }]);
    expect((await erase(id)).status).toBe(200);
  };

  it('that waits leaves nothing of it', async () => {
    await leavesNothing(await cluster.caller.submit({ ...question('queued'), model: idle }), 'queued', 'cancelled');
  });

  it('that waits for its retry leaves nothing of it', async () => {
    cluster.upstream.always(refuse(503, { headers: { 'retry-after': '600' }, message: canaryOf('later') }));
    const id = await cluster.caller.submit(question('later'));
    await eventually(async () => (await cluster.caller.read(id)).waiting_reason === 'retrying');
    await leavesNothing(id, 'later', 'cancelled');
  });

  it('that runs hangs up on the model and leaves nothing of it, whatever comes after', async () => {
    cluster.upstream.always((reply) => reply.delta(`${canaryOf('running')} so far`));
    const id = await cluster.caller.submit(question('running'));
    const call = await eventually(() => cluster.upstream.calls.find((other) => promptOf(other).includes('running')));
    // Until some of the answer is stored.
    await eventually(async () => Number(await record(id, 'told')) > 0);
    await leavesNothing(id, 'running', 'running');
    expect(await call.ended).toEqual({ aborted: true });
    expect(await record(id, 'state')).toBe('cancelled');
  });

  it('that succeeded leaves nothing of it, nor of the answer that was kept', async () => {
    const id = await cluster.caller.submit(question('done'));
    expect(await ended(id)).toMatchObject({ status: 'succeeded' });
    await leavesNothing(id, 'done', 'succeeded');
  });

  it('that failed, or was cancelled half-way, leaves nothing of it', async () => {
    cluster.upstream.always(refuse(400, { message: canaryOf('refused') }));
    const failed = await cluster.caller.submit(question('refused'));
    await ended(failed);
    await leavesNothing(failed, 'refused', 'failed');

    cluster.upstream.always((reply) => reply.delta(`${canaryOf('cancelled')} so far`));
    const cancelled = await cluster.caller.submit(question('cancelled'));
    await eventually(async () => Number(await record(cancelled, 'told')) > 0);
    await cluster.caller.ask(`/v1/tasks/${cancelled}/cancel`, { method: 'POST' });
    expect(await ended(cancelled)).toMatchObject({ status: 'cancelled', partial: { text: `${canaryOf('cancelled')} so far` } });
    await leavesNothing(cancelled, 'cancelled', 'cancelled');
  });

  it('while it runs and nobody is there to stop it ends it all the same', async () => {
    cluster.upstream.always(hang());
    const id = await cluster.caller.submit({ ...question('orphan'), cache: { no_cache: true } });
    await eventually(async () => (await record(id, 'state')) === 'running');
    await Promise.all(cluster.workers.map((worker) => worker.kill()));
    await leavesNothing(id, 'orphan', 'running');
    await cluster.addWorker();
    await cluster.addWorker();
  });

  it('has the model asked again by every worker, though each held the answer itself', async () => {
    const workers = cluster.workers.slice(-2) as readonly App[];
    const counts = async (result: string): Promise<number[]> =>
      Promise.all(
        workers.map(async (worker) =>
          Number(new RegExp(`cache_requests_total\\{result="${result}"\\} (\\d+)`).exec(await worker.metrics())?.[1] ?? 0),
        ),
      );
    const same = question('known to all');
    const ask = async (more: object = {}) => ended(await cluster.caller.submit({ ...same, ...more }));
    const first = await ask();
    await eventually(async () => (await ask()).cached === true && Math.min(...(await counts('hit'))) > 0);
    await erase(first.id);
    const before = await counts('miss');
    await eventually(async () => {
      // Not kept anew, so that each worker has to ask for itself.
      expect(await ask({ cache: { no_store: true } })).toMatchObject({ cached: false });
      const now = await counts('miss');
      return now.every((count, worker) => count > (before[worker] ?? 0));
    });
  });
});
