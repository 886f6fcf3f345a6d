import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NamedTime, TaskSchedule } from '@millrace/contracts';
import { eventually } from '@millrace/testing';
import { createGround, type Ground, request, result, route, usage } from './ground.js';

const hourMs = 3_600_000;
const inMs = (ms: number): NamedTime => ({ inMs: ms });
const atMs = (ms: number): NamedTime => ({ atMs: ms });

describe('times of a task', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const queue = () => `${ground.keys.queues}:${route.slug}`;
  const now = async () => Number((await ground.redis.time())[0]) * 1000;
  const scheduled = () => ground.accepted({ schedule: { runAt: inMs(hourMs) } });
  /** As if `run_at` had come, or so many ms had gone by since. */
  const comes = async (id: string, agoMs = 0) => ground.redis.zadd(ground.keys.scheduled, (await now()) - agoMs, id);
  /** Puts a deadline of a task into the past, for itself and for the sweeper. */
  const pass = async (id: string, field: 'start_by' | 'finish_by') => {
    await ground.redis.hset(ground.keys.task(id), field, (await now()) - 1000);
    await ground.redis.zadd(ground.keys.open, (await now()) - 1000, id);
  };

  it('hold a scheduled task back: it counts as open, has no job, and is answered as a read shows it', async () => {
    const task = await ground.accepted({ schedule: { runAt: inMs(hourMs), startBy: inMs(1000), resultTtlMs: 5000 } });
    expect(task).toMatchObject({ state: 'scheduled', runAtMs: task.createdAtMs + hourMs });
    expect(await ground.found(task.id)).toEqual(task);
    expect(await ground.redis.zrange(ground.keys.scheduled, '0', '-1', 'WITHSCORES')).toEqual([task.id, String(task.runAtMs)]);
    expect(await ground.redis.exists(`${queue()}:prioritized`)).toBe(0);
    expect(await ground.checkLedger()).toMatchObject({ open: 1 });
    expect(await ground.sweeper('a').sweep()).toMatchObject({ promoted: 0, requeued: 0 });
  });

  it.each<[string, TaskSchedule, object]>([
    ['nothing', {}, { finishByMs: hourMs }],
    ['a deadline of its own', { finishBy: inMs(60_000) }, { finishByMs: 60_000 }],
    ['a deadline to start', { startBy: inMs(60_000) }, { startByMs: 60_000, finishByMs: 60_000 + hourMs }],
    ['a time to run', { runAt: inMs(60_000) }, { runAtMs: 60_000, finishByMs: 60_000 + hourMs }],
    [
      'all of them',
      { runAt: inMs(60_000), startBy: inMs(1000), finishBy: inMs(2000) },
      { runAtMs: 60_000, startByMs: 61_000, finishByMs: 62_000 },
    ],
  ])('count from the submission, or from when it runs, given %s', async (_what, schedule, expected) => {
    const task = await ground.accepted({ schedule });
    const { createdAtMs, runAtMs, startByMs, finishByMs } = await ground.found(task.id);
    const fromCreation = Object.entries({ runAtMs, startByMs, finishByMs }).flatMap(([name, at]) =>
      at === undefined ? [] : [[name, at - createdAtMs]],
    );
    expect(Object.fromEntries(fromCreation)).toEqual(expected);
    expect(task).toMatchObject({ createdAtMs, finishByMs });
  });

  it('that are named as such are kept as such, and one in the past to run at means now', async () => {
    const start = (await now()) + 60_000;
    const task = await ground.accepted({ schedule: { runAt: atMs(1), startBy: atMs(start), finishBy: atMs(start + 1) } });
    expect(task).toMatchObject({ state: 'queued', startByMs: start, finishByMs: start + 1 });
    expect(task).not.toHaveProperty('runAtMs');
    expect((await ground.found(task.id)).runAtMs).toBeUndefined();
    expect(await ground.redis.zcard(`${queue()}:prioritized`)).toBe(1);
  });

  it.each<[string, string, TaskSchedule]>([
    ['run_at', 'too_far', { runAt: inMs(25 * hourMs) }],
    ['start_by', 'too_far', { runAt: inMs(23 * hourMs), startBy: inMs(2 * hourMs) }],
    ['finish_by', 'too_far', { finishBy: atMs(9e15) }],
    ['start_by', 'past', { startBy: atMs(1) }],
    ['finish_by', 'past', { finishBy: atMs(-1) }],
    ['start_by', 'before_run_at', { runAt: inMs(hourMs), startBy: atMs(Date.now() + hourMs / 2) }],
    ['finish_by', 'before_run_at', { runAt: inMs(hourMs), finishBy: atMs(Date.now() + hourMs / 2) }],
    ['finish_by', 'before_start_by', { startBy: inMs(1000), finishBy: inMs(1000) }],
    ['result_ttl', 'too_long', { resultTtlMs: 7_200_001 }],
  ])('cannot have %s %s, and nothing is stored or counted then', async (field, reason, schedule) => {
    const limited = ground.submitter({ limit: { limit: 1, windowSeconds: 60 } });
    expect(await limited({ ...request, schedule })).toEqual({ kind: 'refused', refusal: { field, reason } });
    expect(await ground.keysNow()).toEqual([]);
    expect((await limited(request)).kind).toBe('accepted');
  });

  it('let a scheduled task run when its time has come, once, and tell it to those who follow', async () => {
    const { id } = await scheduled();
    await comes(id);
    expect(await ground.sweeper('a').sweep()).toMatchObject({ promoted: 1, expired: 0 });
    expect(await ground.sweeper('a').sweep()).toMatchObject({ promoted: 0 });
    expect(await ground.found(id)).toMatchObject({ state: 'queued', runAtMs: expect.any(Number), told: { seq: 2 } });
    expect(await ground.redis.zrange(`${queue()}:prioritized`, '0', '-1')).toEqual([`${id}.1`]);
    expect(await ground.redis.xrange(ground.keys.events(id), '-', '+')).toEqual([
      ['2-0', ['kind', 'state', 'data', '{"status":"queued"}']],
    ]);
    const task = await ground.opened(id);
    expect(task.heldMs).toBe(hourMs);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
    expect(await ground.checkLedger()).toMatchObject({ succeeded: 1, open: 0 });
  });

  it('wake a sweeper that would sleep longer, and never before they have come', async () => {
    const sweeper = ground.sweeper('a');
    const { id, runAtMs = 0 } = await ground.accepted({ schedule: { runAt: inMs(1300) } });
    expect((await sweeper.sweep()).nextDueMs).toBeLessThanOrEqual(1300);
    await sweeper.start();
    const queuedAt = async () => Number(await ground.redis.hget(`${queue()}:${id}.1`, 'timestamp'));
    await eventually(async () => (await queuedAt()) > 0);
    await sweeper.stop();
    expect((await queuedAt()) - runAtMs).toBeGreaterThanOrEqual(0);
  });

  it('that come for hundreds at once are kept in bounded passes', async () => {
    const tasks = await Promise.all(Array.from({ length: 130 }, scheduled));
    for (const { id } of tasks) await comes(id);
    const sweeper = ground.sweeper('a');
    const passes = [await sweeper.sweep(), await sweeper.sweep(), await sweeper.sweep()];
    expect(passes.map(({ promoted }) => promoted)).toEqual([50, 50, 30]);
    expect(passes.map(({ nextDueMs }) => nextDueMs === 0)).toEqual([true, true, false]);
    expect(await ground.redis.zcard(`${queue()}:prioritized`)).toBe(130);
  });

  it.each(['queued', 'scheduled'])('end a %s task that has not begun by `start_by`, with no worker alive', async (state) => {
    const schedule = { startBy: inMs(1000), ...(state === 'scheduled' && { runAt: inMs(hourMs) }) };
    const { id } = await ground.accepted({ schedule });
    await pass(id, 'start_by');
    expect(await ground.sweeper('a').sweep()).toMatchObject({ expired: 1, promoted: 0 });
    expect(await ground.found(id)).toMatchObject({ state: 'expired', failure: { code: 'start_deadline_exceeded' } });
    expect(await ground.redis.exists(ground.keys.scheduled, `${queue()}:prioritized`, `${queue()}:${id}.1`)).toBe(0);
    expect(await ground.checkLedger()).toMatchObject({ expired: 1, open: 0 });
  });

  it('are looked at when the earliest of them comes, however far the next round is', async () => {
    const plain = await ground.accepted();
    const starts = await ground.accepted({ schedule: { startBy: inMs(5000) } });
    const ends = await ground.accepted({ schedule: { finishBy: inMs(7000) } });
    const later = await ground.accepted({ schedule: { runAt: inMs(hourMs), startBy: inMs(5000) } });
    const looks = await Promise.all([plain, starts, ends, later].map(({ id }) => ground.redis.zscore(ground.keys.open, id)));
    expect(looks.map(Number)).toEqual([plain.createdAtMs + 60_000, starts.startByMs, ends.finishByMs, later.startByMs]);
  });

  it('to start by do not matter any more once an attempt has begun', async () => {
    const { id } = await ground.accepted({ schedule: { startBy: inMs(1000) } });
    const task = await ground.opened(id);
    const attempt = await ground.begun(task);
    await pass(id, 'start_by');
    expect(await ground.sweeper('a').sweep()).toMatchObject({ expired: 0 });
    await ground.one.handBack(attempt);
    await pass(id, 'start_by');
    expect(await ground.sweeper('a').sweep()).toMatchObject({ expired: 0 });
    expect((await ground.found(id)).state).toBe('queued');
  });

  it('end a scheduled task whose deadline passed while nobody swept', async () => {
    const { id } = await scheduled();
    await comes(id);
    await ground.redis.hset(ground.keys.task(id), 'finish_by', 1);
    expect(await ground.sweeper('a').sweep()).toMatchObject({ expired: 1, promoted: 0 });
    expect((await ground.found(id)).failure?.code).toBe('deadline_exceeded');
  });

  it('keep an answer as long as its task asked for', async () => {
    const task = await ground.opened((await ground.accepted({ schedule: { resultTtlMs: 5000 } })).id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
    const { keys, redis } = ground;
    const ttls = await Promise.all([keys.result, keys.payload, keys.metadata].map((key) => redis.pttl(key(task.id))));
    for (const ttl of ttls) expect(ttl).toBeLessThanOrEqual(5000);
    expect(await redis.ttl(keys.task(task.id))).toBeGreaterThan(3600);
    const { endedAtMs = 0, resultUntilMs } = await ground.found(task.id);
    expect(resultUntilMs).toBe(endedAtMs + 5000);
  });

  it('find a scheduled task again that has fallen out of the list of them', async () => {
    const { id, runAtMs } = await scheduled();
    await ground.redis.del(ground.keys.scheduled);
    await ground.redis.zadd(ground.keys.open, 1, id);
    await ground.sweeper('a').sweep();
    expect(Number(await ground.redis.zscore(ground.keys.scheduled, id))).toBe(runAtMs);
    expect(await ground.redis.exists(`${queue()}:prioritized`)).toBe(0);
  });
});
