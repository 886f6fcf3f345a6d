import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@millrace/testing';
import { type RouteForTests, routeForTests } from './testing/route-for-tests.js';

// Generous: only a test that is going to fail waits so long.
jest.setTimeout(30_000);

describe('a job taken by a route consumer', () => {
  let route: RouteForTests;

  beforeEach(() => {
    route = routeForTests();
  });
  afterEach(() => route.close());

  const exists = async (id: string): Promise<boolean> => (await route.server.redis.exists(route.key(id))) === 1;
  const fields = (id: string) => route.server.redis.hgetall(route.key(id));
  const places = async () => ({
    waiting: await route.server.redis.zrange(route.key('prioritized'), '0', '-1'),
    active: await route.server.redis.lrange(route.key('active'), 0, -1),
    delayed: await route.server.redis.zrange(route.key('delayed'), '0', '-1'),
  });

  it('comes with its reference and with a signal that is not aborted', async () => {
    await route.add({ taskId: 'task_a', run: 3 });
    await route.consumer().start();
    const { job, signal } = await route.pickup();
    expect(job).toEqual({ taskId: 'task_a', tenant: 'acme', route: route.route, run: 3 });
    expect(signal.aborted).toBe(false);
  });

  it('is gone without a trace in the queue when done', async () => {
    const id = await route.add({ taskId: 'task_a' });
    await route.consumer().start();
    (await route.pickup()).end({ kind: 'done' });
    await eventually(async () => !(await exists(id)));
    expect(await places()).toEqual({ waiting: [], active: [], delayed: [] });
    expect(await route.server.redis.exists(route.key('completed'), route.key('failed'))).toBe(0);
  });

  it('is taken in the order of priority, and of addition where that is equal', async () => {
    const wanted = ['task_first', 'task_b', 'task_a', 'task_d', 'task_c', 'task_last'];
    await route.add({ taskId: 'task_last', priority: 9 });
    for (const taskId of wanted.slice(1, 5)) await route.add({ taskId, priority: 5 });
    await route.add({ taskId: 'task_first', priority: 2 });
    await route.consumer().start();
    const taken: string[] = [];
    for (const _ of wanted) {
      const { job, end } = await route.pickup();
      taken.push(job.taskId);
      end({ kind: 'done' });
    }
    expect(taken).toEqual(wanted);
  });

  it('waits until it is due when it ends later, keeps its priority and uses up no attempt of the queue', async () => {
    const id = await route.add({ taskId: 'task_a', priority: 7 });
    await route.consumer().start();
    const atMs = Date.now() + 3_600_000;
    (await route.pickup()).end({ kind: 'later', atMs });
    await eventually(async () => (await places()).delayed.includes(id));
    const dueMs = Number(await route.server.redis.zscore(route.key('delayed'), id)) / 0x1000;
    expect(Math.abs(dueMs - atMs)).toBeLessThan(5000);
    expect(await fields(id)).toMatchObject({ priority: '7' });
    expect(await fields(id)).not.toHaveProperty('atm');
  });

  it('comes back at its time, after a job of a smaller priority', async () => {
    await route.add({ taskId: 'task_a', priority: 7 });
    await route.consumer().start();
    (await route.pickup()).end({ kind: 'later', atMs: Date.now() + 1 });
    expect((await route.pickup()).job.taskId).toBe('task_a');
  });

  it('returns to the front of its priority when handed back, and another consumer takes it at once', async () => {
    const first = await route.add({ taskId: 'task_a', priority: 5 });
    await route.add({ taskId: 'task_b', priority: 5 });
    await route.add({ taskId: 'task_c', priority: 4 });
    const leaving = route.consumer();
    await leaving.start();
    (await route.pickup()).end({ kind: 'done' });
    const { end, job } = await route.pickup();
    expect(job.taskId).toBe('task_a');
    leaving.stopFetching();
    end({ kind: 'handed_back' });
    await eventually(async () => (await places()).waiting[0] === first);
    expect(await fields(first)).not.toHaveProperty('atm');

    await route.consumer().start();
    expect((await route.pickup()).job.taskId).toBe('task_a');
  });

  it('is not lost when its work throws: it comes back later and the error is reported', async () => {
    const id = await route.add({ taskId: 'task_a', priority: 7 });
    await route.consumer().start();
    const failure = new Error('Redis went away in the middle');
    (await route.pickup()).fail(failure);
    await eventually(async () => (await places()).delayed.includes(id));
    expect(route.reports.errors).toEqual([failure]);
    expect(await fields(id)).toMatchObject({ priority: '7' });
    expect(await fields(id)).not.toHaveProperty('failedReason');
  });

  it.each(['{"prompt":"x"}', '"text"', 'null', '{"taskId":"t","tenant":"a","route":"r","run":"1"}'])(
    'is dropped with an error when it carries %s and not a reference',
    async (data) => {
      const id = await route.add({ taskId: 'task_foreign', data, priority: 1 });
      await route.add({ taskId: 'task_ours', priority: 2 });
      await route.consumer().start();
      expect((await route.pickup()).job.taskId).toBe('task_ours');
      expect(await exists(id)).toBe(false);
      expect(route.reports.errors.map(({ message }) => message)).toEqual([expect.stringContaining(id)]);
    },
  );

  it('leaves only its id and name in the event stream, never what the work returned or threw', async () => {
    const id = await route.add({ taskId: 'task_a' });
    await route.consumer().start();
    (await route.pickup()).fail(new Error('secret sk-123'));
    await eventually(async () => (await places()).delayed.includes(id));
    const events = await route.server.redis.xrange(route.key('events'), '-', '+');
    expect(JSON.stringify(events)).not.toContain('sk-123');
  });
});
