import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newTaskId } from '@millrace/runtime';
import { createGround, type Ground, request, route } from './ground.js';

describe('submitting', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  it('stores record, payload and job before it answers', async () => {
    const task = await ground.accepted();
    expect(await ground.found(task.id)).toMatchObject({
      id: task.id,
      state: 'queued',
      model: 'gpt.test',
      attempts: 0,
      metadata: { order: '42' },
    });
    expect(await ground.opened(task.id)).toMatchObject({ payload: { messages: request.payload.messages }, requestId: 'request-1' });
    expect(await ground.redis.zrange(`${ground.keys.queues}:${route.slug}:prioritized`, '0', '-1')).toEqual([`${task.id}.1`]);
    await ground.checkLedger();
  });

  it('keeps the prompt and the metadata out of the job and the event stream', async () => {
    const task = await ground.accepted();
    const job = await ground.redis.hgetall(`${ground.keys.queues}:${route.slug}:${task.id}.1`);
    const events = await ground.redis.xrange(`${ground.keys.queues}:${route.slug}:events`, '-', '+');
    expect(JSON.stringify([job, events])).not.toMatch(/hello|order/);
    expect(JSON.parse(job.data ?? '')).toEqual({ taskId: task.id, tenant: 'acme', route: route.slug, run: 1 });
  });

  it('answers a repeated submission of one id as the first and stores it once', async () => {
    const id = newTaskId();
    const submit = ground.submitter({ newId: () => id });
    const [first, second] = [await ground.accepted({}, submit), await ground.accepted({}, submit)];
    expect(second).toEqual(first);
    expect(await ground.redis.hget(ground.keys.totals, 'submitted')).toBe('1');
  });

  it('answers each submission of a batch with its own task, in order', async () => {
    const models = Array.from({ length: 50 }, (_, n) => `model-${n}`);
    const tasks = await Promise.all(models.map((model) => ground.accepted({ route: { slug: 'gpt-test', model } })));
    expect(tasks.map(({ model }) => model)).toEqual(models);
    for (const task of tasks) expect((await ground.found(task.id)).model).toBe(task.model);
  });

  it('refuses what exceeds the limit of a key, says when to return, and stores nothing of it', async () => {
    const submit = ground.submitter({ limit: { limit: 3, windowSeconds: 60 } });
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => submit(request)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted', 'limited', 'limited']);
    expect(outcomes.map((outcome) => 'limit' in outcome && outcome.limit.remaining)).toEqual([2, 1, 0, 0, 0]);
    const refused = outcomes[3];
    expect(refused?.kind === 'limited' && refused.retryAfterMs).toBeGreaterThan(10_000);
    expect(refused?.kind === 'limited' && refused.retryAfterMs).toBeLessThanOrEqual(20_000);
    expect((await submit({ ...request, keyId: 'key-2' })).kind).toBe('accepted');
    expect(await ground.checkLedger()).toMatchObject({ submitted: 4 });
  });

  it('stores one task of two submissions with one id in one batch', async () => {
    const id = newTaskId();
    const submit = ground.submitter({ newId: () => id });
    const [first, second] = await Promise.all([ground.accepted({}, submit), ground.accepted({}, submit)]);
    expect(second).toEqual(first);
    expect(await ground.checkLedger()).toMatchObject({ submitted: 1, open: 1 });
  });

  it.each([
    ['the limit of one of its keys', () => ground.keys.taskLimit('key-3')],
    ['the totals', () => ground.keys.totals],
  ])('stores nothing of a batch that fails at %s', async (_what, broken) => {
    await ground.redis.lpush(broken(), 'no');
    const batch = [1, 2, 3, 4].map((n) => ground.submit({ ...request, keyId: `key-${n}` }));
    const outcomes = await Promise.allSettled(batch);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(await ground.keysNow()).toEqual([broken()]);
  });

  it('leaves whole tasks for the sweeper to mend when a queue is broken', async () => {
    const waiting = `${ground.keys.queues}:${route.slug}:prioritized`;
    await ground.redis.lpush(waiting, 'no');
    const outcomes = await Promise.allSettled([ground.submit(request), ground.submit(request)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await ground.redis.del(waiting);
    const ids = await ground.redis.zrange(ground.keys.open, '0', '-1');
    expect(ids).toHaveLength(2);
    for (const id of ids) await ground.redis.zadd(ground.keys.open, 1, id);
    expect(await ground.sweeper('a').sweep()).toMatchObject({ requeued: 2 });
    expect(await ground.opened(ids[0] as string, 2)).toMatchObject({ payload: { messages: request.payload.messages } });
    expect(await ground.redis.zcard(waiting)).toBe(2);
    expect(await ground.checkLedger()).toMatchObject({ submitted: 2, open: 2 });
  });

  it('takes a limit that is as good as none', async () => {
    const submit = ground.submitter({ limit: { limit: 999_999_999_999, windowSeconds: 60 } });
    expect((await submit(request)).kind).toBe('accepted');
    await ground.checkLedger();
  });

  it('does not hold a key back longer than its window when the clock of Redis was set back', async () => {
    const submit = ground.submitter({ limit: { limit: 2, windowSeconds: 60 } });
    const [seconds] = await ground.redis.time();
    await ground.redis.set(ground.keys.taskLimit('key-1'), (Number(seconds) + 3600) * 1000);
    const outcome = await submit(request);
    expect(outcome.kind === 'limited' && outcome.retryAfterMs).toBeLessThanOrEqual(30_000);
  });

  it('accepts no more open tasks than the ceiling, also within one batch', async () => {
    const submit = ground.submitter({ maxOpenTasks: 7 });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => submit(request)));
    expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(7);
    expect(outcomes.at(-1)).toEqual({ kind: 'queue_full', openTasks: 7 });
    await ground.checkLedger();
  });

  it('accepts nothing while Redis is nearly full', async () => {
    const submit = ground.submitter({ memory: { nearlyFull: () => true } });
    expect(await submit(request)).toEqual({ kind: 'memory_full' });
    expect(await ground.keysNow()).toEqual([]);
  });

  it('shows a task to its own tenant only', async () => {
    const task = await ground.accepted();
    expect(await ground.read({ tenant: 'other', id: task.id })).toEqual({ kind: 'unknown' });
    expect(await ground.read({ tenant: 'acme', id: newTaskId() })).toEqual({ kind: 'unknown' });
  });
});
