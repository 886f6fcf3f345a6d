import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, type RedisServer, startRedis } from '@millrace/testing';
import { type RouteForTests, routeForTests } from './testing/route-for-tests.js';

// Generous: only a test that is going to fail waits so long.
jest.setTimeout(30_000);

describe('a route consumer that is to stop', () => {
  let route: RouteForTests;

  beforeEach(() => {
    route = routeForTests();
  });
  afterEach(() => route.close());

  const waiting = () => route.server.redis.zrange(route.key('prioritized'), '0', '-1');

  it('takes no more jobs, and lets what runs go on', async () => {
    await route.add({ taskId: 'task_a' });
    const left = await route.add({ taskId: 'task_b' });
    const consumer = route.consumer();
    await consumer.start();
    const { end, signal } = await route.pickup();
    consumer.stopFetching();
    expect(signal.aborted).toBe(false);
    expect(consumer.active).toBe(1);
    const idle = consumer.idle();
    end({ kind: 'done' });
    await idle;
    await consumer.close(5000);
    expect(await waiting()).toEqual([left]);
    expect(route.unseen).toBe(0);
  });

  it('gives back a job that the wait it had begun still brings, unworked', async () => {
    const worked: string[] = [];
    const consumer = route.consumer({
      perform: async ({ taskId }) => {
        worked.push(taskId);
        return { kind: 'done' };
      },
    });
    await consumer.start();
    await eventually(async () => {
      const clients = String(await route.server.redis.client('LIST')).split('\n');
      return clients.some((client) => client.includes(route.queuesPrefix) && client.includes('cmd=bzpopmin'));
    });
    consumer.stopFetching();
    const id = await route.add({ taskId: 'task_a' });
    await eventually(async () => (await route.server.redis.hget(route.key(id), 'ats')) === '1');
    await eventually(async () => (await waiting()).includes(id));
    expect(worked).toEqual([]);
    await consumer.close(5000);
    await route.consumer().start();
    expect((await route.pickup()).job.taskId).toBe('task_a');
  });

  it('aborts all its jobs with the reason given, and those it hands back keep their order', async () => {
    const ids = [await route.add({ taskId: 'task_a', priority: 2 }), await route.add({ taskId: 'task_b', priority: 3 })];
    await route.add({ taskId: 'task_c', priority: 4 });
    const consumer = route.consumer({ concurrency: 2 });
    await consumer.start();
    const taken = [await route.pickup(), await route.pickup()];
    consumer.stopFetching();
    const reason = new Error('the worker is going away');
    consumer.abortAll(reason);
    expect(taken.map(({ signal }) => signal.reason)).toEqual([reason, reason]);
    await consumer.idle();
    await consumer.close(5000);
    expect((await waiting()).slice(0, 2)).toEqual(ids);
  });

  it('is idle and closed at once when it was never started, and may be closed twice', async () => {
    const consumer = route.consumer();
    await consumer.idle();
    await consumer.close(5000);
    await consumer.close(5000);
    await consumer.start();
    expect(consumer.active).toBe(0);
  });
});

describe('a route consumer that is to close while Redis cannot help', () => {
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

  it.each([
    ['is frozen', () => server.freeze()],
    ['has been stopped', () => server.stop()],
  ])('comes to an end when Redis %s, with a job at work that does not listen', async (_, take) => {
    await route.add({ taskId: 'task_a' });
    const consumer = route.consumer({ perform: () => new Promise(() => {}) });
    await consumer.start();
    await eventually(() => consumer.active === 1);
    await take();
    consumer.stopFetching();
    await consumer.close(300);
  });

  it('comes to an end when Redis was away from the start', async () => {
    await server.stop();
    const consumer = route.consumer();
    await consumer.start();
    await consumer.close(300);
  });
});
