import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import {
  answer,
  type Cluster,
  createCaller,
  eventually,
  hang,
  inRepository,
  key,
  prefix,
  promptOf,
  type Receiver,
  type RedisServer,
  readLedger,
  respond,
  runProcess,
  startCluster,
  startReceiver,
  startRedis,
} from '@millrace/testing';
import { Redis } from 'ioredis';

jest.setTimeout(180_000);

let folder: string;
let cluster: Cluster | undefined;
let receiver: Receiver;
const servers: RedisServer[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-drill-'));
  receiver = await startReceiver({ script: respond(503) });
});
afterEach(async () => {
  await cluster?.stop();
  cluster = undefined;
  await receiver.close();
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true });
});

const millrace = async (...args: readonly string[]) => {
  const running = await runProcess({ args: [inRepository('apps/cli/dist/main.js'), ...args], cwd: folder, env: {} });
  const { code } = await running.exited;
  return { code, said: running.output() };
};

it('after a restore webhooks that were pending go out, what ended since the backup runs once more, and all accounts agree', async () => {
  const { identity, recipient } = JSON.parse((await millrace('backup-key', '--json')).said.split('\n')[0] ?? '') as Record<string, string>;
  writeFileSync(join(folder, 'backup.key'), `${identity}\n`);
  const env = {
    MILLRACE_CONCURRENCY: '3',
    MILLRACE_CACHE_TTL_SECONDS: '0',
    MILLRACE_WEBHOOK_ALLOW: '127.0.0.1',
    MILLRACE_WEBHOOK_RETRY_SECONDS: '1,2,3,4,5,6,7,8,9,10,11,12',
    MILLRACE_API_KEYS: `tests:${key}:tasks+admin`,
  };
  cluster = await startCluster({ env });
  const { caller, upstream, redis, store } = cluster;
  upstream.always(answer('before'));
  const [told] = await cluster.untilEnded([await caller.submit({ prompt: 'told', webhook: { url: `${receiver.url}/own` } })]);
  expect(told?.status).toBe('succeeded');
  await receiver.webhook(0);
  const { body: limited } = await caller.ask<{ id: string; key: string }>('/v1/keys', {
    body: { name: 'limited', tenant: 'acme', scopes: ['tasks'], budget: { daily_usd: '2', on_exhausted: 'hold' } },
  });
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  upstream.always(answer('since', { after: gate }));
  const since = await Promise.all(['since 0', 'since 1', 'since 2'].map((prompt) => caller.submit({ prompt })));
  await eventually(() => upstream.calls.length === 4);
  expect(await millrace('backup', 'the.age', '--recipient', recipient ?? '', '--redis', redis.url)).toMatchObject({ code: 0 });
  release();
  await cluster.untilEnded(since);
  upstream.always(hang());
  const lost = await caller.submit({ prompt: 'lost' });
  for (const app of [...cluster.workers, ...cluster.apis]) await app.kill();
  store.disconnect();
  await redis.close();

  const other = await startRedis();
  servers.push(other);
  expect(await millrace('restore', 'the.age', '--identity', 'backup.key', '--redis', other.url)).toMatchObject({ code: 0 });
  upstream.always(answer('after'));
  const toldBefore = receiver.received.length;
  receiver.always(respond(204));
  const there = { ...env, REDIS_URL: other.url };
  const api = await cluster.startApi(there);
  await api.ready();
  await cluster.addWorker({ env: there });
  const at = createCaller({ address: () => api.address, key });
  const restored = new Redis(other.url);
  try {
    const settled = async () => {
      const ledger = await readLedger(restored, prefix);
      return ledger.open === 0 && ledger;
    };
    const ledger = await eventually(settled, { timeoutMs: 120_000 });
    expect(ledger).toMatchObject({ submitted: 4, succeeded: 4 });
    await eventually(async () => (await restored.zcard(`${prefix}:pending-deliveries`)) === 0, { timeoutMs: 60_000 });
    expect(receiver.received.length).toBe(toldBefore + 1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const id of since) expect((await at.read(id)).result?.text).toBe('after');
    const prompts = upstream.calls.map(promptOf);
    for (const prompt of ['since 0', 'since 1', 'since 2']) expect(prompts.filter((one) => one === prompt)).toHaveLength(2);
    expect(prompts.filter((one) => one === 'told')).toHaveLength(1);
    expect((await at.ask(`/v1/tasks/${lost}`)).status).toBe(404);
    expect((await at.ask<object>(`/v1/keys/${limited.id}`)).body).toMatchObject({ budget: { daily_usd: '2', on_exhausted: 'hold' } });
    const theirs = createCaller({ address: () => api.address, key: limited.key });
    expect((await theirs.ask('/v1/tasks')).status).toBe(200);
  } finally {
    restored.disconnect();
  }
});

it('a snapshot put into the folder of a server with an append-only file is not loaded, and is if it is started as the guide says', async () => {
  const { identity, recipient } = JSON.parse((await millrace('backup-key', '--json')).said.split('\n')[0] ?? '') as Record<string, string>;
  writeFileSync(join(folder, 'backup.key'), `${identity}\n`);
  const from = await startRedis();
  servers.push(from);
  const source = new Redis(from.url);
  await source.mset(`${prefix}:a`, '1', `${prefix}:b`, '2');
  source.disconnect();
  await millrace('backup', 'the.age', '--recipient', recipient ?? '', '--redis', from.url);
  expect(await millrace('restore', 'the.age', '--identity', 'backup.key', '--rdb', 'dump.rdb')).toMatchObject({ code: 0 });
  const dir = { dir: folder };
  const naive = await startRedis({ config: { dir: folder, appenddirname: 'naive' } });
  servers.push(naive);
  const look = async (server: RedisServer, work?: (redis: Redis) => Promise<unknown>) => {
    const redis = new Redis(server.url);
    try {
      await work?.(redis);
      return await redis.dbsize();
    } finally {
      redis.disconnect();
    }
  };
  expect(await look(naive)).toBe(0);
  await naive.kill();
  const first = await startRedis({ config: { ...dir, appendonly: 'no' } });
  servers.push(first);
  const intoFile = async (redis: Redis) => {
    await redis.config('SET', 'appendonly', 'yes');
    await eventually(async () => /aof_rewrite_in_progress:0/.test(await redis.info('persistence')));
  };
  expect(await look(first, intoFile)).toBe(2);
  await first.kill();
  const then = await startRedis({ config: dir });
  servers.push(then);
  expect(await look(then)).toBe(2);
});
