import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@millrace/testing';
import { createGround, type Ground, result, route, usage } from './ground.js';
import { only } from './only.js';

describe('the sweeper', () => {
  let ground: Ground;
  const due = (id: string) => ground.redis.zadd(ground.keys.open, 1, id);
  const queue = () => `${ground.keys.queues}:${route.slug}`;
  beforeEach(() => {
    ground = createGround({ leaseMs: 0, maxLostAttempts: 1 });
  });
  let patient: Ground;
  beforeEach(() => {
    patient = createGround({ leaseMs: 60_000 });
  });
  afterEach(() => Promise.all([ground.close(), patient.close()]));

  it('ends a task that was not finished in time, with no worker alive', async () => {
    const task = await ground.accepted({}, ground.submitter({ finishBySeconds: 0 }));
    expect(await ground.sweeper('a').sweep()).toMatchObject({ swept: true, expired: 1 });
    expect(await ground.found(task.id)).toMatchObject({ state: 'expired', failure: { code: 'deadline_exceeded' } });
    expect(await ground.redis.zcard(`${queue()}:prioritized`)).toBe(0);
    expect(await ground.redis.exists(`${queue()}:${task.id}.1`)).toBe(0);
    await ground.checkLedger();
  });

  it('ends a deadline in the same second although hundreds of looks are due before it', async () => {
    const crowd = await Promise.all(Array.from({ length: 450 }, () => ground.accepted()));
    for (const { id } of crowd) await due(id);
    const late = await ground.accepted({}, ground.submitter({ finishBySeconds: 0 }));
    const sweeper = ground.sweeper('a');
    await sweeper.start();
    await eventually(async () => (await ground.found(late.id)).state === 'expired', { timeoutMs: 2500 });
    await sweeper.stop();
  });

  it('queues a task again whose job was deleted, and the older run may not touch it', async () => {
    const task = await ground.accepted();
    const older = await ground.opened(task.id);
    await ground.redis.del(`${queue()}:${task.id}.1`);
    await ground.redis.zrem(`${queue()}:prioritized`, `${task.id}.1`);
    await due(task.id);
    expect(await ground.sweeper('a').sweep()).toMatchObject({ requeued: 1 });
    expect(await ground.redis.zrange(`${queue()}:prioritized`, '0', '-1')).toEqual([`${task.id}.2`]);
    const job = await ground.redis.hget(`${queue()}:${task.id}.2`, 'data');
    expect(JSON.parse(job ?? '')).toEqual({ taskId: task.id, tenant: 'acme', route: route.slug, run: 2 });
    expect(await ground.one.begin(older, { candidates: only('d'), pickUp: randomUUID() })).toEqual({ kind: 'over' });
    expect(await ground.begun(await ground.opened(task.id, 2))).toMatchObject({ number: 1 });
  });

  it('leaves alone what is queued, delayed, active or locked', async () => {
    const tasks = await Promise.all([1, 2, 3].map(() => ground.accepted()));
    const [queued, delayed, active] = tasks.map(({ id }) => `${id}.1`) as [string, string, string];
    await ground.redis.zrem(`${queue()}:prioritized`, delayed, active);
    await ground.redis.zadd(`${queue()}:delayed`, 1, delayed);
    await ground.redis.lpush(`${queue()}:active`, active);
    for (const { id } of tasks) await due(id);
    expect(await ground.sweeper('a').sweep()).toMatchObject({ requeued: 0, checked: 3 });
    expect(await ground.redis.zrange(`${queue()}:prioritized`, '0', '-1')).toEqual([queued]);
  });

  it('frees the attempts of a dead worker, and gives up a task that keeps killing them', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    await ground.begun(task);
    await ground.longPulse();
    expect(await ground.sweeper('a').sweep()).toMatchObject({ lostAttempts: 1 });
    expect(await ground.found(task.id)).toMatchObject({ state: 'queued', lostAttempts: 1 });
    await ground.begun(task);
    await ground.longPulse();
    await ground.sweeper('a').sweep();
    expect(await ground.found(task.id)).toMatchObject({ state: 'failed', failure: { code: 'worker_lost' } });
    await ground.checkLedger();
  });

  it('gives up nobody in the first lease after an outage', async () => {
    const task = await patient.opened((await patient.accepted()).id);
    await patient.begun(task);
    await patient.redis.zadd(patient.keys.attempts, 1, task.id);
    await patient.redis.hset(patient.keys.pulse, { last: 1, since: 1 });
    expect(await patient.sweeper('a').sweep()).toMatchObject({ swept: true, lostAttempts: 0 });
    expect((await patient.found(task.id)).state).toBe('running');
    expect((await patient.two.begin(task, { candidates: only('d'), pickUp: randomUUID() })).kind).toBe('wait');
  });

  it('ends a running task whose worker did not do so itself after the deadline', async () => {
    const task = await patient.opened((await patient.accepted()).id);
    const attempt = await patient.begun(task);
    await patient.redis.hset(patient.keys.task(task.id), 'finish_by', 1);
    await patient.redis.zadd(patient.keys.open, 1, task.id);
    expect(await patient.sweeper('a').sweep()).toMatchObject({ expired: 1, lostAttempts: 0 });
    expect(await patient.one.settle(task, attempt, { state: 'succeeded', result, usage })).toEqual({ kind: 'refused' });
    await patient.checkLedger();
  });

  it('does not count on a pulse from before the clock of Redis was set back', async () => {
    const task = await patient.opened((await patient.accepted()).id);
    await patient.begun(task);
    await patient.redis.zadd(patient.keys.attempts, 1, task.id);
    const [seconds] = await patient.redis.time();
    await patient.redis.hset(patient.keys.pulse, { last: (Number(seconds) + 3600) * 1000, since: 1 });
    await patient.sweeper('a').sweep();
    const [since] = await patient.redis.hmget(patient.keys.pulse, 'since');
    expect(Number(since)).toBeGreaterThan(1);
  });

  it('is one at a time: another instance only takes over once its lease is out', async () => {
    expect((await ground.sweeper('a').sweep()).swept).toBe(true);
    expect((await ground.sweeper('b').sweep()).swept).toBe(false);
    await ground.redis.hset(ground.keys.sweeper, 'until', 1);
    expect((await ground.sweeper('b').sweep()).swept).toBe(true);
  });

  it('forgets ids without a record', async () => {
    await due('task_gone');
    await ground.sweeper('a').sweep();
    expect(await ground.redis.zcard(ground.keys.open)).toBe(0);
  });
});
