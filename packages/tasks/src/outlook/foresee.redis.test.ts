import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@millrace/runtime';
import type { StoredTask } from '@millrace/store';
import { type RedisServer, startRedis } from '@millrace/testing';
import { createGround, type Ground, route } from '../life/ground.js';
import { createForesee, type Foresee } from './foresee.js';
import { bucketMs } from './starts-per-second.js';

describe('foreseeing when a task will run', () => {
  let server: RedisServer;
  let ground: Ground;
  let foresee: Foresee;
  /** Moves on by a second, for a look at a route is good for one. */
  let aheadMs: number;

  beforeEach(async () => {
    server = await startRedis();
    ground = createGround({ url: server.url });
    aheadMs = 0;
    foresee = createForesee({ ...ground, clock: () => systemClock() + aheadMs, patienceMs: 1000 });
  });
  afterEach(async () => {
    await ground.close();
    await server.close();
  });

  const later = () => {
    aheadMs += 1000;
  };
  const submit = async (count: number): Promise<StoredTask[]> => {
    const tasks: StoredTask[] = [];
    for (let n = 0; n < count; n += 1) tasks.push(await ground.accepted());
    return tasks;
  };
  const read = async ({ id }: StoredTask) => {
    later();
    return foresee.ofRead(await ground.found(id));
  };
  /** So many attempts began in each of the last seconds. */
  const began = async (perSecond: number) => {
    const [seconds] = await ground.redis.time();
    const bucket = Math.floor((Number(seconds) * 1000) / bucketMs);
    for (let ago = 1; ago <= 6; ago += 1) await ground.redis.hset(ground.keys.throughput(route.slug), bucket - ago, perSecond * 10);
  };
  const callsOf = async (): Promise<number> => {
    const stats = await ground.redis.info('commandstats');
    return [...stats.matchAll(/^cmdstat_(?!info)\S+:calls=(\d+)/gm)].reduce((sum, [, calls]) => sum + Number(calls), 0);
  };

  it('says how many stand before it, and that nobody is there to run it', async () => {
    const tasks = await submit(3);
    expect(await Promise.all(tasks.map(read))).toEqual([0, 1, 2].map((ahead) => ({ waitingReason: 'no_workers', ahead })));
    await ground.one.renew([]);
    const [first] = tasks;
    expect(first && (await read(first)).waitingReason).toBeUndefined();
  });

  it('counts those before it from submission to submission, without a look for each', async () => {
    const places: (number | undefined)[] = [];
    for (let n = 0; n < 6; n += 1) {
      const [task] = await submit(1);
      if (n === 3) later();
      places.push(task && (await foresee.ofSubmitted(task)).ahead);
    }
    expect(places).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('says when it will begin, by how fast those before it did of late', async () => {
    const tasks = await submit(41);
    await ground.one.renew([]);
    await began(10);
    const last = tasks.at(-1) as StoredTask;
    const { ahead, estimatedStartAtMs = 0, waitingReason } = await read(last);
    expect({ ahead, waitingReason }).toEqual({ ahead: 40, waitingReason: undefined });
    const [seconds, micros] = await ground.redis.time();
    const inMs = estimatedStartAtMs - (Number(seconds) * 1000 + Number(micros) / 1000);
    // The begun part of the current ten seconds makes the rate a little lower than 10.
    expect(inMs).toBeGreaterThan(2000);
    expect(inMs).toBeLessThan(8001);
  });

  it('says nothing of when while the queue is paused, and that it is', async () => {
    const [task] = (await submit(1)) as [StoredTask];
    await ground.one.renew([]);
    await ground.redis.hset(`${ground.keys.queues}:${route.slug}:meta`, 'paused', 1);
    expect(await read(task)).toEqual({ waitingReason: 'paused', ahead: 0 });
  });

  it('has none before one that runs, and nothing to say of one that has ended', async () => {
    const [task] = (await submit(1)) as [StoredTask];
    await ground.begun(await ground.opened(task.id));
    expect(await read(task)).toEqual({ ahead: 0 });
    expect(await foresee.ofRead({ ...task, state: 'failed' })).toEqual({});
  });

  it('puts one that waits for its retry behind those that wait now', async () => {
    const [task] = (await submit(3)) as [StoredTask];
    await ground.one.renew([]);
    await ground.redis.zrem(`${ground.keys.queues}:${route.slug}:prioritized`, `${task.id}.1`);
    const [seconds] = await ground.redis.time();
    const retryAtMs = Number(seconds) * 1000 + 60_000;
    expect(await foresee.ofRead({ ...task, retryAtMs, waitingReason: 'retrying' })).toEqual({ ahead: 2, waitingReason: 'retrying' });
    expect(await foresee.ofRead(task)).toMatchObject({ ahead: 0 });
  });

  it('asks Redis for a route once a second, for a task that waits once each time, and for a submission and a list not at all', async () => {
    const [task] = (await submit(2)) as [StoredTask];
    await foresee.ofRead(task);
    const before = await callsOf();
    for (let n = 0; n < 10; n += 1) await foresee.ofRead(task);
    expect((await callsOf()) - before).toBe(10);
    for (let n = 0; n < 10; n += 1) await Promise.all([foresee.ofSubmitted(task), foresee.ofListed(task)]);
    await foresee.ofRead({ ...task, state: 'running' });
    expect((await callsOf()) - before).toBe(10);
    later();
    await Promise.all(Array.from({ length: 10 }, () => foresee.ofListed(task)));
    expect((await callsOf()) - before).toBeLessThanOrEqual(10 + 9);
  });

  it('goes without in time while Redis does not answer', async () => {
    const [task] = (await submit(1)) as [StoredTask];
    server.freeze();
    const hasty = createForesee({ ...ground, clock: systemClock, patienceMs: 20 });
    expect(await Promise.all([hasty.ofRead(task), hasty.ofSubmitted(task), hasty.ofListed(task)])).toEqual([{}, {}, {}]);
    server.thaw();
  });
});
