import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, startRedis } from '@millrace/testing';
import { Queue } from 'bullmq';
import { createRouteQueue } from './bullmq/create-route-queue.js';
import type { RouteQueue } from './route-queue.js';
import { type RouteForTests, routeForTests } from './testing/route-for-tests.js';

// Generous: only a test that is going to fail waits so long.
jest.setTimeout(30_000);

describe('the look at a route', () => {
  let route: RouteForTests;
  let queue: RouteQueue;

  beforeEach(() => {
    route = routeForTests();
    queue = createRouteQueue({ route: route.route, queuesPrefix: route.queuesPrefix, redis: route.server.redis });
  });
  afterEach(() => route.close());

  it('finds nothing where nothing was ever added', async () => {
    expect(await queue.depth()).toEqual({ waiting: 0, active: 0, delayed: 0, paused: false });
    expect(await queue.oldest(Date.now())).toEqual({});
  });

  it('counts jobs where they wait, are worked on and are delayed', async () => {
    for (const taskId of ['task_a', 'task_b', 'task_c', 'task_d', 'task_e']) await route.add({ taskId });
    const consumer = route.consumer({ concurrency: 2 });
    await consumer.start();
    const first = await route.pickup();
    await route.pickup();
    first.end({ kind: 'later', atMs: Date.now() + 3_600_000 });
    await route.pickup();
    expect(await queue.depth()).toEqual({ waiting: 2, active: 2, delayed: 1, paused: false });
  });

  it('counts a job that lost its worker, and comes before all others, as waiting', async () => {
    const id = await route.add({ taskId: 'task_a', timestampMs: 1000 });
    await route.add({ taskId: 'task_b', timestampMs: 4000 });
    await route.server.redis.zrem(route.key('prioritized'), id);
    await route.server.redis.rpush(route.key('wait'), id);
    expect(await queue.depth()).toEqual({ waiting: 2, active: 0, delayed: 0, paused: false });
    expect(await queue.oldest(10_000)).toEqual({ waiting: 9000 });
  });

  it('tells how long the next job has waited, from the time it was added', async () => {
    await route.add({ taskId: 'task_later', priority: 9, timestampMs: 1000 });
    await route.add({ taskId: 'task_next', priority: 2, timestampMs: 7000 });
    expect(await queue.oldest(10_000)).toEqual({ waiting: 3000 });
  });

  it('tells how long the job at work has been worked on, and how long a delayed one exists', async () => {
    for (const taskId of ['task_a', 'task_b']) await route.add({ taskId, timestampMs: 1000 });
    await route.consumer().start();
    const beforeMs = Date.now();
    (await route.pickup()).end({ kind: 'later', atMs: beforeMs + 3_600_000 });
    await route.pickup();
    const { active = Number.NaN, ...rest } = await queue.oldest(beforeMs + 60_000);
    expect(active).toBeGreaterThan(0);
    expect(active).toBeLessThanOrEqual(60_000);
    expect(rest).toEqual({ delayed: beforeMs + 60_000 - 1000 });
  });

  it('tells how many jobs stand before another, by priority first', async () => {
    for (const taskId of ['task_a', 'task_b']) await route.add({ taskId });
    await route.add({ taskId: 'task_c', priority: 9 });
    await route.add({ taskId: 'task_d', run: 2 });
    const places = ['task_a', 'task_b', 'task_c'].map((taskId) => queue.ahead({ taskId, run: 1 }));
    expect(await Promise.all(places)).toEqual([0, 1, 3]);
    expect(await queue.ahead({ taskId: 'task_d', run: 2 })).toBe(2);
  });

  it('knows no place in line of a job that was taken, is delayed or is none', async () => {
    for (const taskId of ['task_a', 'task_b']) await route.add({ taskId });
    await route.consumer().start();
    (await route.pickup()).end({ kind: 'later', atMs: Date.now() + 3_600_000 });
    await route.pickup();
    const places = ['task_a', 'task_b', 'task_c'].map((taskId) => queue.ahead({ taskId, run: 1 }));
    expect(await Promise.all(places)).toEqual([undefined, undefined, undefined]);
  });

  it('tells whether the queue is paused, as BullMQ pauses it', async () => {
    const bullmq = new Queue(route.route, { connection: route.server.connect(), prefix: route.queuesPrefix });
    await bullmq.pause();
    expect(await queue.depth()).toMatchObject({ paused: true });
    await bullmq.resume();
    expect(await queue.depth()).toMatchObject({ paused: false });
    await bullmq.close();
  });

  it('reads as zero the age of a job added by a clock that is ahead', async () => {
    await route.add({ taskId: 'task_a', timestampMs: 5000 });
    expect(await queue.oldest(4000)).toEqual({ waiting: 0 });
  });
});

describe('the look at a route whose Redis does not answer', () => {
  it('rejects in time, and answers again when Redis does', async () => {
    const server = await startRedis();
    const route = routeForTests({ url: server.url });
    const queue = createRouteQueue({ route: route.route, queuesPrefix: route.queuesPrefix, redis: route.server.redis, timeoutMs: 50 });
    await queue.depth();
    server.freeze();
    await expect(queue.depth()).rejects.toThrow('Redis did not answer in time');
    await expect(queue.oldest(0)).rejects.toThrow('Redis did not answer in time');
    server.thaw();
    await eventually(() => queue.depth());
    await route.close();
    await server.close();
  });
});
