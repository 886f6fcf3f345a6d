import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RedisForTests, redisForTests } from '@millrace/testing';
import { Queue, Worker } from 'bullmq';
import { createJobScripts } from './create-job-scripts.js';
import { jobName } from './queue-settings.js';

const before: Readonly<Record<string, number>> = { a: 700_001, b: 700_001, c: 700_030, d: 2_097_151, e: 2_097_151 };
const after: Readonly<Record<string, number>> = { a: 1, b: 1.25, c: 30, d: 1_500_000.5, e: 2_000_000 };

describe('rewriting the priorities of jobs', () => {
  let server: RedisForTests;
  let queue: Queue;
  beforeEach(() => {
    server = redisForTests();
    queue = new Queue('route', { connection: server.connect(), prefix: server.prefix });
  });
  afterEach(async () => {
    await queue.close();
    await server.close();
  });

  const add = (target: Queue, id: string, priority: number, delay = 0) => target.add(jobName, {}, { jobId: `${id}.1`, priority, delay });
  const addAll = async (target: Queue, priorities: Readonly<Record<string, number>>) => {
    for (const [id, priority] of Object.entries(priorities)) await add(target, id, priority);
  };
  /** All of them, `most` at a time; returns how many were rewritten. */
  const rewrite = async (most = 1000): Promise<number> => {
    const { rebaseLua } = createJobScripts({ queuesPrefix: server.prefix });
    const script = `${rebaseLua}
      local rewritten, next = rewrite_priorities('route', ARGV[1], tonumber(ARGV[2]), function(id) return cjson.decode(ARGV[3])[id] end)
      return { rewritten, next or '' }`;
    let [at, total] = ['start', 0];
    while (at !== '') {
      const [rewritten, next] = (await server.redis.eval(script, 1, 'key', at, most, JSON.stringify(after))) as [number, string];
      [at, total] = [next, total + rewritten];
    }
    return total;
  };
  const scores = (name: string) => server.redis.zrange(`${server.prefix}:${name}:prioritized`, '0', '-1', 'WITHSCORES');
  const priorityOf = async (id: string) => Number(await server.redis.hget(`${server.prefix}:route:${id}.1`, 'priority'));

  it.each([1000, 2, 1])('leaves waiting jobs where their priorities and the fractions of these say, %p at a time', async (most) => {
    await addAll(queue, before);
    expect(await rewrite(most)).toBe(5);
    const places = Object.entries(after).sort(([, one], [, other]) => one - other);
    expect(await scores('route')).toEqual(places.flatMap(([id, priority]) => [`${id}.1`, String(priority * 2 ** 32)]));
    expect(await Promise.all(Object.keys(after).map(priorityOf))).toEqual(Object.values(after).map(Math.floor));
  });

  it('changes nothing when it is repeated', async () => {
    await addAll(queue, before);
    await rewrite();
    const once = await scores('route');
    expect(await rewrite()).toBe(0);
    expect(await scores('route')).toEqual(once);
  });

  it('leaves alone a job whose task is not known, and makes none of one that is gone', async () => {
    await add(queue, 'unknown', 9);
    await add(queue, 'a', 700_001);
    await server.redis.del(`${server.prefix}:route:a.1`);
    expect(await rewrite()).toBe(0);
    expect(await server.redis.exists(`${server.prefix}:route:a.1`)).toBe(0);
    expect(await priorityOf('unknown')).toBe(9);
  });

  it('is what BullMQ goes by when it puts back a job that was delayed or worked on', async () => {
    const worker = new Worker('route', null, { connection: server.connect(), prefix: server.prefix });
    await add(queue, 'a', 700_001);
    await add(queue, 'c', 700_030);
    const [one, other] = [await worker.getNextJob('token'), await worker.getNextJob('token')];
    await one?.moveToDelayed(1, 'token');
    expect(await rewrite()).toBe(2);
    await other?.moveToWait('token');
    await (await queue.getJob('a.1'))?.promote();
    const [, first = '', next, second] = await scores('route');
    expect([Math.floor(Number(first) / 2 ** 32), next, Number(second)]).toEqual([1, 'c.1', 30 * 2 ** 32]);
    await worker.close();
  });
});
