import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@millrace/testing';
import { type RouteForTests, routeForTests } from '../testing/route-for-tests.js';

// Generous: only a test that is going to fail waits so long.
jest.setTimeout(30_000);

describe('a consumer that is told how many jobs to work on', () => {
  let route: RouteForTests;

  beforeEach(() => {
    route = routeForTests();
  });
  afterEach(() => route.close());

  const waiting = () => route.server.redis.zcard(route.key('prioritized'));

  it('takes no further one at the limit, not even when one of its jobs ends', async () => {
    for (const taskId of ['task_a', 'task_b', 'task_c', 'task_d']) await route.add({ taskId });
    const consumer = route.consumer({ concurrency: 2 });
    await consumer.start();
    const first = await route.pickup();
    await route.pickup();
    consumer.limit(1);
    first.end({ kind: 'done' });
    await eventually(() => consumer.active === 1);
    await eventually(async () => (await route.server.redis.llen(route.key('active'))) === 1);
    expect(await waiting()).toBe(2);
    expect(consumer.silentMs()).toBe(0);
  });

  it('takes more as soon as it may, although all that it has goes on', async () => {
    for (const taskId of ['task_a', 'task_b', 'task_c']) await route.add({ taskId });
    const consumer = route.consumer({ concurrency: 3 });
    consumer.limit(1);
    await consumer.start();
    await route.pickup();
    expect(await waiting()).toBe(2);
    consumer.limit(2);
    await route.pickup();
    consumer.limit(undefined);
    await route.pickup();
    expect(consumer.active).toBe(3);
  });
});
