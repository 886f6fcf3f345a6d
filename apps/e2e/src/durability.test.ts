import { afterEach, expect, it } from '@jest/globals';
import { type Cluster, eventually, prefix, type RedisServer, startCluster, startRedis } from '@millrace/testing';
import { Redis } from 'ioredis';

let cluster: Cluster;
let replica: RedisServer | undefined;
afterEach(async () => {
  await cluster.stop();
  await replica?.close();
  replica = undefined;
});

const submit = (key: string) =>
  cluster.caller.ask<{ id?: string; code?: string }>('/v1/tasks', { body: { prompt: 'hello' }, headers: { 'idempotency-key': key } });

it('with wait:1 an id is told only when a replica has the task, and everything told is there after the first server is gone for good', async () => {
  cluster = await startCluster({ workers: 0, env: { MILLRACE_DURABILITY: 'wait:1' } });
  const alone = await submit('first');
  expect(alone).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
  expect(alone.headers.get('retry-after')).not.toBeNull();

  replica = await startRedis({ config: { replicaof: `127.0.0.1 ${cluster.redis.port}` } });
  const again = await eventually(async () => {
    const reply = await submit('first');
    return reply.status === 503 ? undefined : reply;
  });
  const others = await Promise.all(Array.from({ length: 50 }, (_, n) => submit(`other ${n}`.replace(' ', '-'))));
  expect(others.filter(({ status }) => status !== 202)).toEqual([]);

  await cluster.redis.kill();
  const stored = new Redis(replica.url);
  const ids = [again, ...others].map(({ body }) => body.id as string);
  const there = await Promise.all(ids.map((id) => stored.exists(`${prefix}:task:${id}`)));
  stored.disconnect();
  expect(there.every((found) => found === 1)).toBe(true);
  expect(new Set(ids).size).toBe(51);
});

it('with always an id is told only when the disk of Redis has the task; a server that cannot say so gets no tasks', async () => {
  cluster = await startCluster({ workers: 0, env: { MILLRACE_DURABILITY: 'always' } });
  const { store, redis } = cluster;
  const [known] = (await store.call('COMMAND', 'INFO', 'WAITAOF')) as readonly unknown[];
  const reply = await submit('only');
  if (!known) return expect(reply).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
  expect(reply.status).toBe(202);
  await store.config('SET', 'appendonly', 'no');
  expect(await submit('another')).toMatchObject({ status: 503 });
  await redis.kill();
});
