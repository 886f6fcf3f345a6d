import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RedisForTests, redisForTests } from '@millrace/testing';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { createJobScripts } from './create-job-scripts.js';
import { eventsKept, jobName } from './queue-settings.js';

interface Addition {
  readonly id: string;
  readonly data: string;
  readonly priority: number;
}

const atMs = 1_790_000_000_000;
const additions: readonly Addition[] = [
  { id: 'task_a.1', data: '{"taskId":"task_a","tenant":"t","route":"r","run":1}', priority: 1 },
  { id: 'task_b.1', data: '{"taskId":"task_b","tenant":"ü","route":"r","run":1}', priority: 2_097_151 },
  { id: 'task_c.2', data: '{"taskId":"task_c","tenant":"t","route":"r","run":2}', priority: 1 },
];

/** The commands that read a whole key, by its type, into something that can be compared. */
const readers: Record<string, (redis: Redis, key: string) => Promise<unknown>> = {
  string: (redis, key) => redis.get(key),
  hash: async (redis, key) => {
    const { opts, timestamp, ...fields } = (await redis.hgetall(key)) as Record<string, string>;
    return { ...fields, ...(opts && { opts: JSON.parse(opts) }), ...(timestamp && { timestamp: `${timestamp.length} digits` }) };
  },
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: async (redis, key) => (await redis.smembers(key)).sort(),
  zset: (redis, key) => redis.zrange(key, '0', '-1', 'WITHSCORES'),
  stream: async (redis, key) => (await redis.xrange(key, '-', '+')).map(([, fields]) => fields),
};

const snapshot = async (redis: Redis, keys: readonly string[], queuePrefix: string): Promise<Record<string, unknown>> => {
  const left: Record<string, unknown> = {};
  for (const key of keys.filter((name) => name.startsWith(queuePrefix))) {
    const type = await redis.type(key);
    const name = key.slice(queuePrefix.length);
    left[name] = { type, ttlMs: await redis.pttl(key), value: await readers[type]?.(redis, key) };
  }
  return left;
};

describe('adding a job in a script of ours', () => {
  let server: RedisForTests;

  beforeEach(() => {
    server = redisForTests();
  });
  afterEach(() => server.close());

  const addOurs = async (route: string, { id, data, priority }: Addition): Promise<unknown> => {
    const { lua, queuePrefix } = createJobScripts({ queuesPrefix: server.prefix });
    const script = `${lua}\nreturn add_job(ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5])`;
    return server.redis.eval(script, 1, `${queuePrefix(route)}meta`, queuePrefix(route), id, atMs, data, priority);
  };

  const openQueue = async (route: string): Promise<Queue> => {
    const queue = new Queue(route, { connection: server.connect(), prefix: server.prefix, streams: { events: { maxLen: eventsKept } } });
    await queue.getVersion();
    return queue;
  };

  const addTheirs = (queue: Queue, { id, data, priority }: Addition) =>
    queue.add(jobName, JSON.parse(data), { jobId: id, priority, removeOnComplete: true, removeOnFail: true });

  const bothSides = async (prepare: (queue: Queue) => Promise<unknown>, added: readonly Addition[]) => {
    const theirs = await openQueue('theirs');
    const ours = await openQueue('ours');
    await prepare(theirs);
    await prepare(ours);
    for (const addition of added) {
      await addTheirs(theirs, addition);
      await addOurs('ours', addition);
    }
    const keys = await server.keys();
    return {
      theirs: await snapshot(server.redis, keys, `${server.prefix}:theirs:`),
      ours: await snapshot(server.redis, keys, `${server.prefix}:ours:`),
    };
  };

  it('leaves every key, type and value that BullMQ leaves itself', async () => {
    const { ours, theirs } = await bothSides(async () => {}, additions);
    expect(ours).toEqual(theirs);
    expect(Object.keys(ours).sort()).toEqual(['events', 'id', 'marker', 'meta', 'pc', 'prioritized', 'task_a.1', 'task_b.1', 'task_c.2']);
  });

  it('leaves what BullMQ leaves when the queue is paused: a job but no marker', async () => {
    const { ours, theirs } = await bothSides((queue) => queue.pause(), additions);
    expect(ours).toEqual(theirs);
    expect(ours).not.toHaveProperty('marker');
  });

  it('leaves what BullMQ leaves when the job exists already', async () => {
    const [first] = additions as [Addition];
    const { ours, theirs } = await bothSides(async () => {}, [first, { ...first, data: '{"taskId":"other"}', priority: 7 }]);
    expect(ours).toEqual(theirs);
  });

  it("stores the time it is given as the job's own, so that ages count from there", async () => {
    await addOurs('ours', additions[0] as Addition);
    expect(await server.redis.hget(`${server.prefix}:ours:task_a.1`, 'timestamp')).toBe(String(atMs));
  });

  it('bounds the event stream of a queue that nothing else has opened yet', async () => {
    await addOurs('ours', additions[0] as Addition);
    expect(await server.redis.hget(`${server.prefix}:ours:meta`, 'opts.maxLenEvents')).toBe(String(eventsKept));
  });

  it.each([
    [0, '1'],
    [3_000_000, '2097151'],
    [7.9, '7'],
  ])('takes the priority %p as %p, for the queue can order no other', async (priority, stored) => {
    await addOurs('ours', { ...(additions[0] as Addition), priority });
    expect(await server.redis.hget(`${server.prefix}:ours:task_a.1`, 'priority')).toBe(stored);
  });

  it('returns the id of the job', async () => {
    expect(await addOurs('ours', additions[0] as Addition)).toBe('task_a.1');
  });
});
