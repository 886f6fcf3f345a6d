import { afterEach, describe, expect, it } from '@jest/globals';
import {
  answer,
  type Cluster,
  createGate,
  eventually,
  promptOf,
  startCluster,
  startDoor,
  startRedis,
  startTraffic,
} from '@millrace/testing';

// The design promises an answer within this time, however Redis is away.
const promisedMs = 2000;

describe('Redis taken away under load', () => {
  let cluster: Cluster;

  afterEach(() => cluster.stop());

  it.each([
    ['stopped', 'stop'],
    ['killed', 'kill'],
  ] as const)('and %s: the api says so within two seconds, nothing accepted is lost, and all processes go on', async (_, how) => {
    // A submission refused in the middle of the outage may have been stored; sent again it would be answered from the cache.
    cluster = await startCluster({ workers: 2, env: { MILLRACE_CONCURRENCY: '20', MILLRACE_CACHE_TTL_SECONDS: '0' } });
    const { upstream, caller, redis, apis, workers } = cluster;
    const gate = createGate();
    upstream.always(async (reply, call) => {
      if (upstream.calls.length > 100) await gate.opened;
      await answer(`You said: ${promptOf(call)}`)(reply, call);
    });
    const traffic = startTraffic(caller, 8);
    // Both workers hold as many calls as they may: their answers will come while Redis is away.
    await eventually(() => upstream.inFlight === 40);

    await redis[how]();
    const refused = await caller.ask('/v1/tasks', { body: { prompt: 'while away' }, within: promisedMs });
    const unread = await caller.ask(`/v1/tasks/${traffic.accepted[0]?.id}`, { within: promisedMs });
    for (const { status, headers, body } of [refused, unread]) {
      expect({ status, code: body.code, retryAfter: headers.get('retry-after') }).toEqual({
        status: 503,
        code: 'store_unavailable',
        retryAfter: expect.stringMatching(/^\d+$/),
      });
    }
    await eventually(async () => (await apis[0]?.probe('/readyz')) === 503);
    expect(await apis[0]?.probe('/livez')).toBe(200);
    gate.open();
    await eventually(() => upstream.inFlight === 0);

    await redis.start();
    const again = await traffic.nextAccepted();
    const accepted = await traffic.stop();
    const tasks = await cluster.untilEnded(accepted.map(({ id }) => id));

    expect(accepted).toContainEqual(again);
    expect(tasks.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    expect(tasks.map(({ result }) => result?.text)).toEqual(accepted.map(({ prompt }) => `You said: ${prompt}`));
    await eventually(async () => (await cluster.ledger()).open === 0);
    const { succeeded, lostAttempts } = await cluster.ledger();
    expect(upstream.calls.length).toBe(succeeded + lostAttempts);
    expect(await Promise.all([...apis, ...workers].map(({ probe }) => probe('/livez')))).toEqual([200, 200, 200]);
  });

  it('by freezing it: the api still answers within two seconds, and goes on when it thaws', async () => {
    cluster = await startCluster({ workers: 1 });
    const { caller, redis } = cluster;
    redis.freeze();
    const { status, body } = await caller.ask('/v1/tasks', { body: { prompt: 'while frozen' }, within: promisedMs });
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'store_unavailable' });
    redis.thaw();
    const id = await eventually(() => caller.submit({ prompt: 'after the thaw' }));
    await eventually(async () => (await caller.read(id)).status === 'succeeded');
  });
});

describe('Redis away when the processes start', () => {
  it('both live, neither is ready, keys are neither right nor wrong; all of it comes by itself once Redis does', async () => {
    const door = await startDoor();
    const env = { REDIS_URL: `redis://127.0.0.1:${door.port}` };
    const cluster = await startCluster({ workers: 0, apis: 0 });
    try {
      const api = await cluster.startApi(env);
      const worker = await cluster.startWorker({ env });
      for (const app of [api, worker]) {
        expect(await app.probe('/livez')).toBe(200);
        expect(await app.probe('/readyz')).toBe(503);
      }
      for (const caller of [cluster.caller, cluster.callerWith('nobody-knows-this-key-000')]) {
        const { status, headers, body } = await caller.ask('/v1/tasks', { body: { prompt: 'too early' }, within: promisedMs });
        expect({ status, code: body.code }).toEqual({ status: 503, code: 'store_unavailable' });
        expect(headers.get('retry-after')).toMatch(/^\d+$/);
      }
      const models = await cluster.caller.ask('/v1/models', { within: promisedMs });
      expect(models.status).not.toBe(401);

      const late = await startRedis();
      try {
        door.open(late.port);
        await Promise.all([api.ready(), worker.ready()]);
        const unknown = await cluster.callerWith('nobody-knows-this-key-000').ask('/v1/models');
        expect(unknown.status).toBe(401);
        const id = await cluster.caller.submit({ prompt: 'here you are' });
        await eventually(async () => (await cluster.caller.read(id)).status === 'succeeded');
        await Promise.all([api.kill(), worker.kill()]);
      } finally {
        await late.close();
      }
    } finally {
      await cluster.stop();
      door.close();
    }
  });
});
