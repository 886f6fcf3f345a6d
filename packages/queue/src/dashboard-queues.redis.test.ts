import { describe, expect, it, jest } from '@jest/globals';
import { eventually, startRedis } from '@millrace/testing';
import type { Queue } from 'bullmq';
import { createDashboardQueues } from './bullmq/create-dashboard-queues.js';
import { type RouteForTests, routeForTests } from './testing/route-for-tests.js';

// Generous: only a test that is going to fail waits so long.
jest.setTimeout(30_000);

const open = (route: RouteForTests) => {
  const dashboard = createDashboardQueues({
    queuesPrefix: route.queuesPrefix,
    redis: route.server.redis,
  });
  const queues = dashboard.queues([route.route, 'other']) as readonly Queue[];
  return { dashboard, queues, first: queues[0] as Queue };
};

describe('the queues of a dashboard', () => {
  it('show the jobs of their route and leave nothing of their own in Redis', async () => {
    const route = routeForTests();
    const { dashboard, queues, first } = open(route);
    await eventually(() => first.getJobCounts());
    expect(await route.server.keys()).toEqual([]);
    await route.add({ taskId: 'task_a', priority: 3 });
    expect(await first.getJobCounts('prioritized')).toEqual({ prioritized: 1 });
    expect(queues.map(({ name }) => name)).toEqual([route.route, 'other']);
    expect(dashboard.queues([route.route])[0]).toBe(first);
    await dashboard.close(1000);
    await route.close();
  });

  it('name the workers of a route', async () => {
    const route = routeForTests();
    await route.consumer({ instance: 'worker-a-1' }).start();
    const { dashboard, first } = open(route);
    await eventually(() => first.getJobCounts());
    expect((await first.getWorkers()).map(({ rawname }) => rawname)).toEqual([expect.stringContaining(':w:worker-a-1')]);
    await dashboard.close(1000);
    await route.close();
  });

  it('fail at once while Redis is away, from the first moment on, and work when it is there', async () => {
    const server = await startRedis();
    const route = routeForTests({ url: server.url });
    await route.add({ taskId: 'task_a' });
    await server.stop();
    const { dashboard, first } = open(route);
    await expect(first.getJobCounts()).rejects.toThrow();
    await server.start();
    await eventually(() => first.getJobCounts());
    await server.stop();
    await expect(first.getJobCounts()).rejects.toThrow();
    await server.start();
    await eventually(() => first.getJobCounts());
    await dashboard.close(1000);
    await route.close();
    await server.close();
  });

  it('fail in time when Redis does not answer, and let go of it all the same', async () => {
    const server = await startRedis();
    const route = routeForTests({ url: server.url });
    const { dashboard, first } = open(route);
    await eventually(() => first.getJobCounts());
    server.freeze();
    await expect(first.getJobCounts()).rejects.toThrow('Command timed out');
    await dashboard.close(1000);
    server.thaw();
    await route.close();
    await server.close();
  });
});
