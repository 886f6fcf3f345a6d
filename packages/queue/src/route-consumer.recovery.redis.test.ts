import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, type RedisServer, type RunningProcess, runProcess, startRedis } from '@millrace/testing';
import { createRouteQueue } from './bullmq/create-route-queue.js';
import { eventsKept } from './bullmq/queue-settings.js';
import { type RouteForTests, routeForTests } from './testing/route-for-tests.js';

// Longer than any recovery takes by itself; a test that waits so long fails.
jest.setTimeout(60_000);

const source = (name: string): string => join(__dirname, 'testing', name);

describe('a job whose worker is there no more', () => {
  let route: RouteForTests;
  let dying: RunningProcess | undefined;

  beforeEach(() => {
    route = routeForTests();
  });
  afterEach(async () => {
    await dying?.kill();
    await route.close();
  });

  it('is taken by another worker, which is told of it, with its priority', async () => {
    const args = ['--import', source('from-source.mjs'), source('hold-jobs.ts'), route.server.url, route.queuesPrefix, route.route];
    dying = await runProcess({ args });
    const id = await route.add({ taskId: 'task_a', priority: 7 });
    await dying.line('took task_a');
    await route.consumer().start();
    await dying.kill();
    const { job, end } = await route.pickup();
    expect(job.taskId).toBe('task_a');
    expect(route.reports.stalled).toEqual(['task_a']);
    expect(await route.server.redis.hget(route.key(id), 'priority')).toBe('7');
    end({ kind: 'done' });
    await eventually(async () => (await route.server.redis.exists(route.key(id))) === 0);
  });

  it('has its signal aborted when it was the lock alone that was lost, and the consumer is told', async () => {
    const id = await route.add({ taskId: 'task_a' });
    await route.consumer().start();
    const { signal } = await route.pickup();
    await route.server.redis.set(route.key(`${id}:lock`), 'another worker');
    await eventually(() => signal.aborted);
    expect(String(signal.reason)).toContain('lock');
    expect(route.reports.locksLost).toEqual(['task_a']);
  });
});

describe('a route consumer whose Redis goes away and comes back', () => {
  let server: RedisServer;
  let route: RouteForTests;

  beforeEach(async () => {
    server = await startRedis();
    route = routeForTests({ url: server.url });
  });
  afterEach(async () => {
    server.thaw();
    await server.start();
    await route.close();
    await server.close();
  });

  it('takes jobs again, and reports the errors in between', async () => {
    await route.consumer().start();
    await server.stop();
    await eventually(() => route.reports.errors.length > 0);
    await server.start();
    await route.add({ taskId: 'task_a' });
    expect((await route.pickup()).job.taskId).toBe('task_a');
  });

  it('starts while Redis is away, takes jobs when it is there, and bounds the event stream even so', async () => {
    await route.server.redis.hset(route.key('meta'), 'opts.maxLenEvents', 10_000);
    await server.stop();
    const consumer = route.consumer();
    await consumer.start();
    await server.start();
    await route.add({ taskId: 'task_a' });
    await route.pickup();
    await eventually(async () => (await route.server.redis.hget(route.key('meta'), 'opts.maxLenEvents')) === String(eventsKept));
  });

  it("lowers the bound of a queue that was opened with BullMQ's own", async () => {
    await route.server.redis.hset(route.key('meta'), 'opts.maxLenEvents', 10_000);
    await route.consumer().start();
    await eventually(async () => (await route.server.redis.hget(route.key('meta'), 'opts.maxLenEvents')) === String(eventsKept));
  });

  it('finishes a job that ended while Redis was away', async () => {
    const id = await route.add({ taskId: 'task_a' });
    await route.consumer().start();
    const { end } = await route.pickup();
    await server.stop();
    end({ kind: 'done' });
    await server.start();
    await eventually(async () => (await route.server.redis.exists(route.key(id))) === 0);
    expect(await route.server.redis.hexists(route.key(id), 'stc')).toBe(0);
  });

  it('finishes a job that ended while another server was taking over and refused to write', async () => {
    const id = await route.add({ taskId: 'task_a' });
    await route.consumer().start();
    const { end } = await route.pickup();
    await route.server.redis.call('REPLICAOF', '127.0.0.1', '1');
    const refusals = await refusedWrites();
    end({ kind: 'done' });
    await eventually(async () => (await refusedWrites()) > refusals);
    await route.server.redis.call('REPLICAOF', 'NO', 'ONE');
    await eventually(async () => (await route.server.redis.exists(route.key(id))) === 0);
    expect(route.reports.stalled).toEqual([]);
  });

  const refusedWrites = async (): Promise<number> =>
    Number(/errorstat_READONLY:count=(\d+)/.exec(await route.server.redis.info('errorstats'))?.[1] ?? 0);

  it('tells how long Redis has been silent, from the wait for jobs and not from the connection', async () => {
    const consumer = route.consumer();
    await consumer.start();
    server.freeze();
    await eventually(() => consumer.silentMs() > 1000);
    server.thaw();
    await eventually(() => consumer.silentMs() < 1000);
  });

  it('keeps a job it works on while Redis is away for a moment', async () => {
    await route.add({ taskId: 'task_a' });
    await route.consumer().start();
    const { signal } = await route.pickup();
    await server.stop();
    await server.start();
    const queue = createRouteQueue({ route: route.route, queuesPrefix: route.queuesPrefix, redis: route.server.redis });
    expect((await queue.depth()).active).toBe(1);
    expect(signal.aborted).toBe(false);
  });
});
