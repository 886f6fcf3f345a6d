import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answer, type Cluster, createGate, echo, eventually, promptOf, startCluster, type UpstreamCall } from '@millrace/testing';

const shared = 'millrace_cache_requests_total{result="shared"}';
const running = 'millrace_worker_active_attempts{route="gpt-4o-mini"}';

describe('identical tasks', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());
  beforeEach(() => cluster.upstream.always(echo));

  const ask = async (task: Readonly<Record<string, unknown>>) => (await cluster.untilEnded([await cluster.caller.submit(task)]))[0];
  const callsFor = (prompt: string): UpstreamCall[] => cluster.upstream.calls.filter((call) => promptOf(call) === prompt);

  /** What the worker that runs shows for a line of its metrics. */
  const shown = async (line: string): Promise<number> => {
    const text = (await cluster.workers.at(-1)?.metrics()) ?? '';
    return Number(
      text
        .split('\n')
        .find((other) => other.startsWith(`${line} `))
        ?.slice(line.length),
    );
  };

  it('are answered from the cache, the second time without a call and without an attempt', async () => {
    const first = await ask({ prompt: 'twice' });
    const second = await ask({ prompt: 'twice' });
    expect(first).toMatchObject({ cached: false, attempts: 1 });
    expect(second).toMatchObject({ cached: true, attempts: 0, result: first?.result });
    expect(callsFor('twice')).toHaveLength(1);
  });

  it('are answered by other workers too', async () => {
    await ask({ prompt: 'known to one' });
    cluster.workers[0]?.terminate();
    await cluster.workers[0]?.exited;
    await cluster.addWorker();
    expect(await ask({ prompt: 'known to one' })).toMatchObject({ cached: true });
    expect(callsFor('known to one')).toHaveLength(1);
  });

  it('share one call while it is in flight', async () => {
    const gate = createGate();
    cluster.upstream.always(answer('for all', { after: gate.opened }));
    const sharedBefore = await shown(shared);
    const ids = await Promise.all([1, 2, 3, 4].map(() => cluster.caller.submit({ prompt: 'shared' })));
    // Whoever came after the answer would find it in the cache, and share nothing.
    await eventually(async () => callsFor('shared').length === 1 && (await shown(running)) === ids.length);
    gate.open();
    const tasks = await cluster.untilEnded(ids);
    expect(tasks.map(({ status, result }) => [status, result?.text])).toEqual(ids.map(() => ['succeeded', 'for all']));
    expect(tasks.filter(({ cached }) => cached)).toHaveLength(3);
    expect(callsFor('shared')).toHaveLength(1);
    expect((await shown(shared)) - sharedBefore).toBe(3);
  });

  it('are asked anew when a parameter differs, or when they say `no_cache`', async () => {
    await ask({ prompt: 'again' });
    expect(await ask({ prompt: 'again', temperature: 0.1 })).toMatchObject({ cached: false });
    expect(await ask({ prompt: 'again', cache: { no_cache: true } })).toMatchObject({ cached: false });
    expect(callsFor('again')).toHaveLength(3);
  });

  it('are not kept when they say `no_store`', async () => {
    await ask({ prompt: 'forget me', cache: { no_store: true } });
    expect(await ask({ prompt: 'forget me' })).toMatchObject({ cached: false });
    expect(callsFor('forget me')).toHaveLength(2);
  });

  it('are kept no longer than their own `ttl_seconds`', async () => {
    await ask({ prompt: 'for a second', cache: { ttl_seconds: 1 } });
    await eventually(async () => (await ask({ prompt: 'for a second', cache: { ttl_seconds: 1 } }))?.cached === false);
    expect(callsFor('for a second').length).toBeGreaterThan(1);
  });

  it('of another tenant are none', async () => {
    const theirs = 'key-of-the-others-0123456789';
    const api = await cluster.startApi({ MILLRACE_API_KEYS: `others:${theirs}` });
    await api.ready();
    await ask({ prompt: 'private' });
    const reply = await fetch(`${api.address}/predict`, {
      method: 'POST',
      headers: { 'x-api-key': theirs, 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'private' }),
    });
    expect(reply.status).toBe(200);
    expect(callsFor('private')).toHaveLength(2);
  });
});
