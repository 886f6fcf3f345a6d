import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubmitRequest } from '../submit-outcome.js';
import { createGround, type Ground, request, result, usage } from './ground.js';

const keyed = (more: Partial<SubmitRequest> = {}, key = 'k', digest = 'd'): SubmitRequest => ({
  ...request,
  idempotency: { key, digest },
  ...more,
});

describe('a submission made before', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const ended = async () => {
    const task = await ground.opened((await ground.accepted()).id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
    return task.id;
  };

  it('with the same key and body leads to the same task', async () => {
    const first = await ground.accepted(keyed());
    expect(await ground.submit(keyed())).toEqual({ kind: 'replayed', id: first.id });
    expect(await ground.checkLedger()).toMatchObject({ submitted: 1 });
  });

  it('with the same key and another body is refused', async () => {
    await ground.accepted(keyed());
    expect(await ground.submit(keyed({}, 'k', 'other'))).toEqual({ kind: 'key_reused' });
    expect(await ground.checkLedger()).toMatchObject({ submitted: 1 });
  });

  it('in the same batch or in parallel leads to one task', async () => {
    const submitters = [ground.submit, ground.submitter()];
    const outcomes = await Promise.all(Array.from({ length: 60 }, (_, n) => submitters[n % 2]?.(keyed())));
    const accepted = outcomes.flatMap((outcome) => (outcome?.kind === 'accepted' ? [outcome.task.id] : []));
    expect(accepted).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome?.kind === 'replayed' && outcome.id === accepted[0])).toHaveLength(59);
    expect(await ground.checkLedger()).toMatchObject({ submitted: 1 });
  });

  it('is another one for another tenant, and for another key', async () => {
    await ground.accepted(keyed());
    expect((await ground.submit(keyed({ tenant: 'other' }))).kind).toBe('accepted');
    expect((await ground.submit(keyed({}, 'k2'))).kind).toBe('accepted');
  });

  it('is told when the queue is full, the limit is used up and Redis has no room', async () => {
    const { id } = await ground.accepted(keyed());
    const full = ground.submitter({ maxOpenTasks: 1 });
    const limited = ground.submitter({ limit: { limit: 1, windowSeconds: 60 } });
    const crowded = ground.submitter({ memory: { nearlyFull: () => true } });
    expect((await limited({ ...request, keyId: 'key-9' })).kind).toBe('accepted');
    for (const submit of [full, limited, crowded]) {
      expect(await submit(keyed({ keyId: 'key-9' }))).toEqual({ kind: 'replayed', id });
    }
    const refused = await Promise.all([full, limited, crowded].map((submit) => submit(keyed({ keyId: 'key-9' }, 'new'))));
    expect(refused.map(({ kind }) => kind)).toEqual(['queue_full', 'limited', 'memory_full']);
    expect((await ground.submit(keyed({}, 'new'))).kind).toBe('accepted');
  });

  it('is told although its times lie in the past by now', async () => {
    const schedule = { startBy: { atMs: Date.now() + 60_000 } };
    const { id } = await ground.accepted(keyed({ schedule }));
    expect(await ground.submit(keyed({ schedule: { startBy: { atMs: 1 } } }))).toEqual({ kind: 'replayed', id });
  });

  it('is remembered exactly as long as its task', async () => {
    const { id } = await ground.accepted(keyed());
    const [idempotency, record] = [ground.keys.idempotency('acme:k'), ground.keys.task(id)];
    expect(await ground.redis.pttl(idempotency)).toBe(-1);
    const task = await ground.opened(id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
    expect(await ground.redis.pexpiretime(idempotency)).toBe(await ground.redis.pexpiretime(record));
    expect(await ground.submit(keyed())).toEqual({ kind: 'replayed', id });
    await ground.redis.del(record);
    expect((await ground.submit(keyed())).kind).toBe('accepted');
  });

  it('by a call that Redis saw twice is answered both times as accepted', async () => {
    const id = 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1';
    const submit = ground.submitter({ newId: () => id });
    const asked = keyed({ schedule: { runAt: { inMs: 60_000 }, startBy: { inMs: 1000 } } });
    const [first, second] = [await ground.accepted(asked, submit), await ground.accepted(asked, submit)];
    expect(second).toEqual(first);
    expect(await ground.checkLedger()).toMatchObject({ submitted: 1 });
  });

  it('as the retry of an ended task leads to one new task, and both know each other', async () => {
    const old = await ended();
    const before = await ground.redis.pexpiretime(ground.keys.task(old));
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => ground.submit({ ...request, retryOf: old })));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'replayed', 'replayed', 'replayed', 'replayed']);
    const [first] = outcomes;
    const id = first?.kind === 'accepted' ? first.task.id : '';
    expect(await ground.submit({ ...request, retryOf: old })).toEqual({ kind: 'replayed', id });
    expect(first).toMatchObject({ task: { retryOf: old } });
    expect((await ground.found(id)).retryOf).toBe(old);
    expect((await ground.found(old)).retriedAs).toBe(id);
    expect(await ground.redis.pexpiretime(ground.keys.task(old))).toBe(before);
  });

  it('is not retried while it is open, nor for another tenant, nor once it was erased or forgotten', async () => {
    const open = await ground.accepted();
    const old = await ended();
    const retry = (retryOf: string, more: Partial<SubmitRequest> = {}) => ground.submit({ ...request, retryOf, ...more });
    expect(await retry(open.id)).toEqual({ kind: 'not_retried', because: 'open' });
    expect(await retry(old, { tenant: 'other' })).toEqual({ kind: 'not_retried', because: 'missing' });
    expect(await retry('task_gone')).toEqual({ kind: 'not_retried', because: 'missing' });
    await ground.redis.hset(ground.keys.task(old), 'erased', 1);
    expect(await retry(old)).toEqual({ kind: 'not_retried', because: 'missing' });
    expect(await ground.checkLedger()).toMatchObject({ submitted: 2 });
  });
});
