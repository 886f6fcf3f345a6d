import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
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
  type RedisServer,
  runProcess,
  startCluster,
  startRedis,
  type TaskView,
} from '@millrace/testing';
import { Redis } from 'ioredis';

// What ran when the backup was made runs again only when its leases are over.
jest.setTimeout(180_000);

let folder: string;
let cluster: Cluster | undefined;
const servers: RedisServer[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-backup-'));
});
afterEach(async () => {
  await cluster?.stop();
  cluster = undefined;
  for (const server of servers.splice(0)) await server.close();
  rmSync(folder, { recursive: true });
});

const millrace = async (...args: readonly string[]) => {
  const running = await runProcess({ args: [inRepository('apps/cli/dist/main.js'), ...args], cwd: folder, env: {} });
  const { code } = await running.exited;
  return { code, said: running.output() };
};

const newRedis = async (): Promise<RedisServer> => {
  const server = await startRedis();
  servers.push(server);
  return server;
};

/** An identity in `backup.key`; returns for whom to encrypt. */
const makeKey = async (): Promise<string> => {
  const { said } = await millrace('backup-key', '--json');
  const { identity, recipient } = JSON.parse(said.split('\n')[0] ?? '') as { identity: string; recipient: string };
  writeFileSync(join(folder, 'backup.key'), `${identity}\n`);
  return recipient;
};

const count = async ({ url }: RedisServer): Promise<number> => {
  const redis = new Redis(url);
  try {
    return await redis.dbsize();
  } finally {
    redis.disconnect();
  }
};

const few = (name: string, count = 3): string[] => Array.from({ length: count }, (_, n) => `${name} ${n}`);

it('all that was accepted before a backup of a busy installation comes about after its Redis was destroyed and another was given the backup', async () => {
  const recipient = await makeKey();
  const env = {
    MILLRACE_ENCRYPTION_KEYS: `k:${randomBytes(32).toString('base64')}`,
    MILLRACE_CONCURRENCY: '4',
    MILLRACE_CACHE_TTL_SECONDS: '0',
  };
  cluster = await startCluster({ env: { ...env, MILLRACE_API_KEYS: `tests:${key}:tasks+admin` } });
  const { caller, upstream, redis } = cluster;
  upstream.always(answer('before'));
  const done = await cluster.untilEnded(await Promise.all(few('done').map((prompt) => caller.submit({ prompt }))));
  upstream.always(hang());
  const { key: limited } = (
    await caller.ask<{ key: string }>('/v1/keys', {
      body: { name: 'limited', tenant: 'acme', scopes: ['tasks'], limits: { max_in_flight: 1 } },
    })
  ).body;
  const acme = cluster.callerWith(limited);
  const held = await Promise.all(few('held').map((prompt) => acme.submit({ prompt })));
  const queued = await Promise.all(few('queued', 10).map((prompt) => caller.submit({ prompt })));
  const later = await Promise.all(few('later').map((prompt) => caller.submit({ prompt, delay_seconds: 5 })));
  await eventually(() => upstream.calls.length === 3 + 4);

  expect(await millrace('backup', 'the.age', '--recipient', recipient, '--redis', redis.url)).toMatchObject({ code: 0 });
  for (const app of [...cluster.workers, ...cluster.apis]) await app.kill();
  await redis.close();

  const other = await newRedis();
  expect(await millrace('restore', 'the.age', '--identity', 'backup.key', '--redis', other.url)).toMatchObject({ code: 0 });
  // It is on the disk of the other one, too.
  await other.kill();
  await other.start();
  upstream.always(answer('after'));
  const there = { ...env, REDIS_URL: other.url, MILLRACE_API_KEYS: `tests:${key}:tasks+admin` };
  const api = await cluster.startApi(there);
  await api.ready();
  await cluster.addWorker({ env: there });

  const at = (who: string) => createCaller({ address: () => api.address, key: who });
  const ended = (who: string, ids: readonly string[]) =>
    Promise.all(
      ids.map((id) =>
        eventually(
          async () => {
            const { body } = await at(who).ask<TaskView>(`/v1/tasks/${id}?wait=10`);
            return ['succeeded', 'failed', 'cancelled', 'expired'].includes(body.status) ? body : undefined;
          },
          { timeoutMs: 120_000 },
        ),
      ),
    );
  expect(
    (
      await ended(
        key,
        done.map(({ id }) => id),
      )
    ).map(({ result }) => result?.text),
  ).toEqual(['before', 'before', 'before']);
  const others = [...(await ended(limited, held)), ...(await ended(key, [...queued, ...later]))];
  expect(others.filter(({ status, result }) => status !== 'succeeded' || result?.text !== 'after')).toEqual([]);
  const again = upstream.calls.map(promptOf).filter((prompt) => prompt.startsWith('done'));
  expect(again).toHaveLength(3);
});

describe('a backup', () => {
  it('is refused whole when anything of it was changed or cut, or its key is another, and then nothing is touched', async () => {
    const recipient = await makeKey();
    const [from, to] = [await newRedis(), await newRedis()];
    const store = new Redis(from.url);
    for (let n = 0; n < 300; n += 1) await store.set(`${prefix}:k${n}`, randomBytes(400).toString('hex'));
    store.disconnect();
    const target = new Redis(to.url);
    await target.set('mine', '1');
    target.disconnect();
    await millrace('backup', 'good.age', '--recipient', recipient, '--redis', from.url);
    const good = readFileSync(join(folder, 'good.age'));
    const changed = Buffer.from(good);
    changed[100_000] = (changed[100_000] ?? 0) ^ 1;
    writeFileSync(join(folder, 'changed.age'), changed);
    writeFileSync(join(folder, 'cut.age'), good.subarray(0, 150_000));
    const into = ['--redis', to.url, '--replace'];
    for (const name of ['changed.age', 'cut.age'])
      expect(await millrace('restore', name, '--identity', 'backup.key', ...into)).toMatchObject({
        code: 1,
        said: expect.stringContaining(`${name} cannot be restored`),
      });
    await makeKey();
    expect(await millrace('restore', 'good.age', '--identity', 'backup.key', ...into)).toMatchObject({ code: 1 });
    expect(await count(to)).toBe(1);
  });

  it('goes into no Redis that holds something, unless that is said', async () => {
    const recipient = await makeKey();
    const [from, to] = [await newRedis(), await newRedis()];
    const target = new Redis(to.url);
    await target.mset('mine', '1', 'and', '2');
    target.disconnect();
    await millrace('backup', 'the.age', '--recipient', recipient, '--redis', from.url);
    const restore = ['restore', 'the.age', '--identity', 'backup.key', '--redis', to.url];
    expect(await millrace(...restore)).toMatchObject({ code: 3, said: expect.stringContaining('holds 2 keys') });
    expect(await count(to)).toBe(2);
    expect(await millrace(...restore, '--replace')).toMatchObject({ code: 0 });
    expect(await count(to)).toBe(0);
  });

  it('leaves no part of itself when Redis says no, and deletes only older ones of its own', async () => {
    const recipient = await makeKey();
    const from = await startRedis({ password: 'secret-of-redis' });
    servers.push(from);
    const wrong = from.url.replace('secret-of-redis', 'wrong');
    const refused = await millrace('backup', 'the.age', '--recipient', recipient, '--redis', wrong);
    expect(refused).toMatchObject({ code: 3 });
    expect(refused.said).not.toContain('wrong');
    expect(existsSync(join(folder, 'the.age.part')) || existsSync(join(folder, 'the.age'))).toBe(false);
    for (const name of ['millrace-20200101T000000Z.age', 'millrace-20200102T000000Z.age', 'mine.age'])
      writeFileSync(join(folder, name), '');
    expect(await millrace('backup', '.', '--recipient', recipient, '--redis', from.url, '--keep', '2')).toMatchObject({ code: 0 });
    const left = readdirSync(folder)
      .filter((name) => name.endsWith('.age'))
      .sort();
    expect(left).toHaveLength(3);
    expect(left).toEqual(expect.arrayContaining(['millrace-20200102T000000Z.age', 'mine.age']));
  });
});
