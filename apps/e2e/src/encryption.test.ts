import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { answer, type Cluster, eventually, inRepository, prefix, runProcess, startCluster, startReceiver } from '@millrace/testing';
import { canaries, canariesIn } from './canaries/canaries.js';
import { dumpKeys } from './canaries/dump-keys.js';
import { sendWebhooks } from './canaries/send-webhooks.js';
import { sendTasks } from './canaries/stir.js';

const key = (name: string): string => `${name}:${randomBytes(32).toString('base64')}`;
const [old, current] = [key('older'), key('newer')];

let cluster: Cluster;
afterEach(() => cluster.stop());

describe('with keys to encrypt with', () => {
  it('no prompt, no answer, no metadata and no secret of a webhook stands in Redis, in any form', async () => {
    const env = {
      MILLRACE_ENCRYPTION_KEYS: current,
      MILLRACE_MAX_ATTEMPTS: '1',
      MILLRACE_WEBHOOK_ALLOW: '127.0.0.1',
      MILLRACE_WEBHOOK_RETRY_SECONDS: '86400',
    };
    cluster = await startCluster({ env: { ...env, OPENAI_API_KEY: canaries.providerKey } });
    const { caller, store } = cluster;
    const ids = await sendTasks(cluster);
    const receiver = await startReceiver();
    await sendWebhooks(cluster, receiver);
    // A prompt that waits, and an answer that is kept.
    await caller.submit({ prompt: canaries.prompt, delay_seconds: 3600, metadata: { note: canaries.metadata } });
    await receiver.close();

    const dump = await dumpKeys(store);
    const leaks = [...dump].filter(([name, text]) => canariesIn(`${name} ${text}`).length > 0);
    expect(leaks.map(([name, text]) => [name, canariesIn(`${name} ${text}`)])).toEqual([]);
    // Without the key nobody finds out from a digest whether a guess of the prompt was right.
    const guess = createHash('sha256').update(canaries.prompt).digest('hex');
    expect([...dump.keys()].join()).not.toContain(guess);
    expect([...dump].filter(([name]) => name.includes(':payload')).every(([, text]) => text.startsWith('"enc1.newer.'))).toBe(true);

    const good = await caller.read(ids[0] as string);
    expect(good).toMatchObject({ status: 'succeeded', result: { text: canaries.answer }, metadata: { note: canaries.metadata } });
  });

  it('are rotated with a new key in front: what the old one encrypted is still read, run and answered', async () => {
    cluster = await startCluster({ env: { MILLRACE_ENCRYPTION_KEYS: old } });
    const { caller, upstream, apis, workers } = cluster;
    upstream.always(answer(canaries.answer));
    const [done] = await cluster.untilEnded([await caller.submit({ prompt: 'before' })]);
    await workers[0]?.kill();
    const waiting = await caller.submit({ prompt: 'waits for the new key' });
    await apis[0]?.kill();

    const env = { MILLRACE_ENCRYPTION_KEYS: `${current},${old}` };
    const api = await cluster.startApi(env);
    await api.ready();
    await cluster.addWorker({ env });
    const at = <Body>(path: string) =>
      fetch(`${api.address}${path}`, { headers: { 'x-api-key': 'key-of-the-tests-0123456789' } }).then(
        (reply) => reply.json() as Promise<Body>,
      );
    expect(await at(`/v1/tasks/${done?.id}`)).toMatchObject({ result: { text: canaries.answer } });
    expect(await at(`/v1/tasks/${waiting}?wait=30`)).toMatchObject({ status: 'succeeded', result: { text: canaries.answer } });
    const dump = await dumpKeys(cluster.store);
    expect(dump.get(`{millrace}:task:${waiting}:payload`)).toContain('enc1.older.');
    expect(dump.get(`{millrace}:task:${waiting}:result`)).toContain('enc1.newer.');
  });

  it('are changed for good: after --reencrypt nothing needs the old one, not tasks, webhooks, their secrets or deliveries', async () => {
    const env = {
      MILLRACE_MAX_ATTEMPTS: '1',
      MILLRACE_WEBHOOK_ALLOW: '127.0.0.1',
      MILLRACE_WEBHOOK_RETRY_SECONDS: '86400',
      OPENAI_API_KEY: canaries.providerKey,
    };
    cluster = await startCluster({ env: { ...env, MILLRACE_ENCRYPTION_KEYS: old } });
    const { caller, store, redis } = cluster;
    const [done] = await sendTasks(cluster);
    const receiver = await startReceiver();
    await sendWebhooks(cluster, receiver);
    await receiver.close();
    const waiting = await caller.submit({ prompt: canaries.prompt, delay_seconds: 3600, metadata: { note: canaries.metadata } });
    await caller.ask('/v1/webhooks/signing-secret');
    const named = async (name: string) =>
      [...(await dumpKeys(store))].filter(([, text]) => text.includes(`enc1.${name}.`)).map(([at]) => at);
    const before = await named('older');
    expect(before.join()).toMatch(/:payload.*/);
    const parts = [/task:[^:]+:result/, /task:[^:]+:metadata/, /:webhook:/, /:delivery:/, /:webhook-secret/];
    expect(parts.filter((part) => !before.some((at) => part.test(at)))).toEqual([]);

    const program = inRepository('apps/api/dist/main.js');
    const again = await runProcess({
      args: [program, '--reencrypt'],
      env: {
        REDIS_URL: redis.url,
        MILLRACE_PREFIX: prefix,
        MILLRACE_API_KEYS: 'tests:key-of-the-tests-0123456789',
        MILLRACE_ENCRYPTION_KEYS: `${current},${old}`,
      },
    });
    expect(await again.exited).toMatchObject({ code: 0 });
    expect(await named('older')).toEqual([]);
    const api = await cluster.startApi({ MILLRACE_ENCRYPTION_KEYS: current });
    await api.ready();
    const at = async (path: string) =>
      (await fetch(`${api.address}${path}`, { headers: { 'x-api-key': 'key-of-the-tests-0123456789' } })).json();
    expect(await at(`/v1/tasks/${done}`)).toMatchObject({ status: 'succeeded', result: { text: canaries.answer } });
    expect(await at(`/v1/tasks/${waiting}`)).toMatchObject({ status: 'scheduled', metadata: { note: canaries.metadata } });
    expect(await at('/v1/webhooks')).toHaveProperty('data');
    expect(await store.ttl(`${prefix}:task:${done}:result`)).toBeGreaterThan(0);
  });

  it('that are missing cost nothing: reading says which problem it is, and a task waits for a worker that has its key', async () => {
    cluster = await startCluster({ workers: 0, env: { MILLRACE_ENCRYPTION_KEYS: old } });
    const { caller, apis, upstream } = cluster;
    upstream.always(answer(canaries.answer));
    const waiting = await caller.submit({ prompt: 'waits for its key', metadata: { note: 'sealed' } });
    await apis[0]?.kill();

    const without = await cluster.startApi({ MILLRACE_ENCRYPTION_KEYS: current });
    await without.ready();
    const at = (address: string, query = '') =>
      fetch(`${address}/v1/tasks/${waiting}${query}`, { headers: { 'x-api-key': 'key-of-the-tests-0123456789' } });
    const refused = await at(without.address);
    expect({ status: refused.status, body: await refused.json() }).toMatchObject({ status: 503, body: { code: 'undecipherable' } });
    expect(refused.headers.get('retry-after')).not.toBeNull();
    const blind = await cluster.addWorker({ env: { MILLRACE_ENCRYPTION_KEYS: current } });
    await eventually(() => blind.process.output().includes('is not in the ring'));
    expect(upstream.calls).toEqual([]);
    await blind.kill();

    const env = { MILLRACE_ENCRYPTION_KEYS: `${current},${old}` };
    const api = await cluster.startApi(env);
    await api.ready();
    await cluster.addWorker({ env });
    const task = await eventually(
      async () => {
        const view = (await (await at(api.address, '?wait=20')).json()) as { status: string };
        return view.status === 'queued' || view.status === 'running' ? undefined : view;
      },
      { timeoutMs: 90_000 },
    );
    expect(task).toMatchObject({ status: 'succeeded', attempts: 1 });
  });
});
