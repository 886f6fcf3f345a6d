import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Cluster, eventually, hang, promptOf, refuse, startCluster, type TaskView, type UpstreamScript } from '@millrace/testing';

const idle: UpstreamScript = (reply) => reply.delta('a first word');

describe('what a model refuses, breaks or delays', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({
      env: { MILLRACE_MAX_ATTEMPTS: '2', MILLRACE_FIRST_BYTE_TIMEOUT_MS: '300', MILLRACE_IDLE_TIMEOUT_MS: '300' },
    });
  });
  afterAll(() => cluster.stop());

  beforeEach(() => cluster.forgetProviders());

  const outcomeOf = async (prompt: string, ...scripts: UpstreamScript[]): Promise<{ task: TaskView | undefined; calls: number }> => {
    cluster.upstream.next(...scripts);
    const [task] = await cluster.untilEnded([await cluster.caller.submit({ prompt })]);
    return { task, calls: cluster.upstream.calls.filter((call) => promptOf(call) === prompt).length };
  };

  it('is asked again no sooner than it said, after a 429, which uses no attempt', async () => {
    const { task, calls } = await outcomeOf('limited', refuse(429, { headers: { 'retry-after': '1' } }));
    expect({ calls, task }).toMatchObject({ calls: 2, task: { status: 'succeeded', attempts: 1, result: { text: 'You said: limited' } } });
    expect(task?.attempt_history).toMatchObject([{ outcome: 'handed_back', code: 'upstream_rate_limited' }]);
    const [first, second] = cluster.upstream.calls.filter((call) => promptOf(call) === 'limited');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it('is asked again after a 500, and not a third time when two attempts are allowed', async () => {
    const once500 = await outcomeOf('broken once', refuse(500));
    expect(once500).toMatchObject({ calls: 2, task: { status: 'succeeded', attempts: 2 } });
    const twice500 = await outcomeOf('broken twice', refuse(500), refuse(503));
    expect(twice500).toMatchObject({ calls: 2, task: { status: 'failed', attempts: 2, error: { code: 'upstream_unavailable' } } });
  });

  it.each([
    [400, 'upstream_rejected'],
    [401, 'upstream_unauthorized'],
    [404, 'upstream_rejected'],
  ])('is not asked again after a %d', async (status, code) => {
    const outcome = await outcomeOf(`refused with ${status}`, refuse(status));
    expect(outcome).toMatchObject({ calls: 1, task: { status: 'failed', attempts: 1, error: { code } } });
  });

  it.each<[string, UpstreamScript]>([
    ['a first byte that does not come', hang()],
    ['an answer that stops in the middle', idle],
  ])('is asked again after %s, whose call is really ended', async (what, script) => {
    const { task, calls } = await outcomeOf(what, script);
    expect({ calls, task }).toMatchObject({ calls: 2, task: { status: 'succeeded', attempts: 2 } });
    expect(task?.attempt_history).toMatchObject([{ outcome: 'failed', code: 'upstream_timeout' }]);
    const [first] = cluster.upstream.calls.filter((call) => promptOf(call) === what);
    expect(await first?.ended).toEqual({ aborted: true });
  });

  it('fails the task with the reason when no connection can be made, in time or at all', async () => {
    // Takes the connection and never answers the TLS greeting.
    const silent = createServer((socket) => void socket.on('error', () => {}));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const silentUrl = `https://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`;
    const closedUrl = 'http://127.0.0.1:1/v1';
    const [regular] = cluster.workers;
    regular?.terminate();
    await regular?.exited;

    for (const [url, code] of [
      [silentUrl, 'upstream_timeout'],
      [closedUrl, 'upstream_unreachable'],
    ] as const) {
      const worker = await cluster.addWorker({ env: { OPENAI_BASE_URL: url, MILLRACE_CONNECT_TIMEOUT_MS: '200' } });
      const id = await cluster.caller.submit({ prompt: `asks ${url}` });
      const task = await eventually(async () => {
        const seen = await cluster.caller.read(id);
        return seen.status === 'failed' && seen;
      });
      expect(task).toMatchObject({ attempts: 2, error: { code } });
      worker.terminate();
      await worker.exited;
    }
    silent.close();
  });
});
