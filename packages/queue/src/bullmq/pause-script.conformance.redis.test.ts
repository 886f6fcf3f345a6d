import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Queue } from 'bullmq';
import { type RouteForTests, routeForTests } from '../testing/route-for-tests.js';
import { createPauseScript } from './create-pause-script.js';

// Generous: only a test that is going to fail waits so long.
jest.setTimeout(30_000);

describe('pausing a queue in a script of ours', () => {
  let ours: RouteForTests;
  let theirs: RouteForTests;
  beforeEach(() => {
    [ours, theirs] = [routeForTests(), routeForTests()];
  });
  afterEach(async () => {
    await ours.close();
    await theirs.close();
  });

  const pauseOurs = ({ server, queuesPrefix, route }: RouteForTests, paused: boolean): Promise<unknown> => {
    const script = `${createPauseScript({ queuesPrefix })}\nreturn pause_task_queue(ARGV[1], ARGV[2] == '1') and 1 or 0`;
    return server.redis.eval(script, 1, `${queuesPrefix}:${route}:meta`, route, paused ? '1' : '0');
  };
  const left = async ({ server, key }: RouteForTests): Promise<unknown> => ({
    keys: (await server.keys()).map((name) => name.slice(server.prefix.length)),
    paused: await server.redis.hget(key('meta'), 'paused'),
    marker: await server.redis.zrange(key('marker'), '0', '-1', 'WITHSCORES'),
    told: (await server.redis.xrange(key('events'), '-', '+')).map(([, [, event]]) => event),
  });

  it('leaves just what Queue.pause and Queue.resume leave', async () => {
    for (const route of [ours, theirs]) await route.add({ taskId: 'task_a' });
    const queue = new Queue(theirs.route, {
      connection: theirs.server.connect(),
      prefix: theirs.queuesPrefix,
      skipMetasUpdate: true,
    });
    expect(await pauseOurs(ours, true)).toBe(1);
    await queue.pause();
    expect(await left(ours)).toEqual(await left(theirs));
    for (const route of [ours, theirs]) await route.add({ taskId: 'task_b' });
    expect(await left(ours)).toEqual(await left(theirs));
    expect(await pauseOurs(ours, false)).toBe(1);
    await queue.resume();
    expect(await left(ours)).toEqual(await left(theirs));
    await queue.close();
  });

  it('changes nothing when it is so already', async () => {
    expect(await pauseOurs(ours, false)).toBe(0);
    await pauseOurs(ours, true);
    const before = await left(ours);
    expect(await pauseOurs(ours, true)).toBe(0);
    expect(await left(ours)).toEqual(before);
  });

  it('keeps jobs from every worker, those that come meanwhile, come back or are delayed too, until it is resumed', async () => {
    const consumer = ours.consumer({ concurrency: 1 });
    await ours.add({ taskId: 'task_running' });
    await consumer.start();
    const running = await ours.pickup();
    await pauseOurs(ours, true);
    await ours.add({ taskId: 'task_meanwhile', priority: 5 });
    running.end({ kind: 'handed_back' });
    await consumer.idle();
    // A second worker that looks only now finds nothing either; both have looked once it has started.
    const late = ours.consumer({ concurrency: 1 });
    await late.start();
    expect(await ours.server.redis.zcard(ours.key('prioritized'))).toBe(2);
    expect(ours.unseen).toBe(0);
    await pauseOurs(ours, false);
    const seen = [await ours.pickup(), await ours.pickup()].map(({ job }) => job.taskId);
    expect(seen.sort()).toEqual(['task_meanwhile', 'task_running']);
  });
});
