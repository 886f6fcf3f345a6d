import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGround, type Ground, result, usage } from './ground.js';
import { only } from './only.js';

const success = { state: 'succeeded', result, usage, firstDeltaMs: 12 } as const;
const failure = { state: 'failed', code: 'upstream_rejected', message: 'no' } as const;

describe('an attempt', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  it('runs a task, keeps its result and usage, and ends it once', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const attempt = await ground.begun(task);
    expect(attempt).toMatchObject({ number: 1, fence: 1 });
    expect((await ground.found(task.id)).state).toBe('running');
    expect((await ground.one.settle(task, attempt, success)).kind).toBe('settled');
    expect(await ground.found(task.id)).toMatchObject({ state: 'succeeded', result, usage, attempts: 1, firstDeltaMs: 12, cached: false });
    expect(await ground.checkLedger()).toMatchObject({ submitted: 1, succeeded: 1 });
  });

  it('answers a repeated settlement alike and changes nothing', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const attempt = await ground.begun(task);
    const first = await ground.one.settle(task, attempt, success);
    expect(await ground.one.settle(task, attempt, success)).toEqual(first);
    expect(await ground.one.settle(task, attempt, failure)).toEqual({ kind: 'refused' });
    expect(await ground.checkLedger()).toMatchObject({ succeeded: 1 });
  });

  it('finds nothing to do once its task has ended', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    await ground.one.settle(task, await ground.begun(task), success);
    expect(await ground.two.load({ taskId: task.id, run: 1 })).toEqual({ kind: 'over' });
    expect(await ground.two.begin(task, { candidates: only('d'), pickUp: 'pick-up' })).toEqual({ kind: 'over' });
    expect(await ground.two.settleCached(task, { result, usage })).toEqual({ kind: 'refused' });
  });

  it('tells whoever waits for the end at that moment', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const listener = ground.redis.duplicate();
    await listener.subscribe(ground.keys.ended(task.id));
    const told = new Promise((resolve) => listener.on('message', (_channel, state) => resolve(state)));
    await ground.one.settle(task, await ground.begun(task), success);
    expect(await told).toBe('succeeded');
    listener.disconnect();
  });

  it('keeps a failure with its code and message', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    await ground.one.settle(task, await ground.begun(task), failure);
    expect(await ground.found(task.id)).toMatchObject({ state: 'failed', failure: { code: 'upstream_rejected', message: 'no' } });
  });

  it('waits for its retry, remembers why, and uses one attempt more', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const attempt = await ground.begun(task);
    const later = await ground.one.retryLater(attempt, { code: 'upstream_unavailable', waitMs: 60_000 });
    expect(later.kind).toBe('waiting');
    expect(await ground.one.retryLater(attempt, { code: 'upstream_unavailable', waitMs: 90_000 })).toMatchObject({ kind: 'waiting' });
    expect(await ground.found(task.id)).toMatchObject({
      state: 'queued',
      waitingReason: 'retrying',
      retryAtMs: expect.any(Number),
      attemptHistory: [{ number: 1, outcome: 'failed', code: 'upstream_unavailable', worker: 'worker-1', deployment: 'd' }],
    });
    expect(await ground.two.begin(task, { candidates: only('d'), pickUp: 'pick-up' })).toMatchObject({ kind: 'wait', reason: 'retrying' });
    await ground.redis.hset(ground.keys.task(task.id), 'retry_at', 1);
    expect(await ground.begun(task, ground.two)).toMatchObject({ number: 2 });
    expect((await ground.found(task.id)).waitingReason).toBeUndefined();
  });

  it('does not wait for a retry that would come after its deadline', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const attempt = await ground.begun(task);
    expect(await ground.one.retryLater(attempt, { code: 'upstream_timeout', waitMs: 7_200_000 })).toEqual({
      kind: 'over',
    });
    expect((await ground.one.settle(task, attempt, failure)).kind).toBe('settled');
  });

  it('handed back leaves the task as if it had not begun', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    await ground.one.handBack(await ground.begun(task));
    expect(await ground.found(task.id)).toMatchObject({ state: 'queued', attempts: 0, attemptHistory: [{ outcome: 'handed_back' }] });
    expect(await ground.begun(task, ground.two)).toMatchObject({ number: 1 });
  });

  it('of a running task waits while the other worker is alive', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    await ground.longPulse();
    await ground.begun(task);
    expect(await ground.two.begin(task, { candidates: only('d'), pickUp: 'pick-up' })).toMatchObject({ kind: 'wait' });
  });

  it('begun again for the same pick-up is the same attempt', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const first = await ground.one.begin(task, { candidates: only('d'), pickUp: 'pick-up' });
    expect(await ground.one.begin(task, { candidates: only('d'), pickUp: 'pick-up' })).toEqual(first);
    expect(await ground.found(task.id)).toMatchObject({ attempts: 1, lostAttempts: 0 });
  });

  it('is not begun where an answer is kept that can be read', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const answer = { result, usage };
    await ground.keepAnswer('digest', answer, 60);
    const request = { candidates: only('d'), pickUp: 'pick-up', digest: 'digest' };
    expect(await ground.one.begin(task, request)).toEqual({ kind: 'kept', answer, ttlMs: expect.any(Number) });
    expect(await ground.found(task.id)).toMatchObject({ state: 'queued', attempts: 0 });
    await ground.redis.set(ground.keys.cachedAnswer('digest'), 'of no use');
    expect(await ground.one.begin(task, request)).toMatchObject({ kind: 'begun' });
  });

  it('does not take over right after an outage, when nobody could have renewed', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const attempt = await ground.begun(task);
    await ground.redis.zadd(ground.keys.attempts, 1, task.id);
    const [seconds] = await ground.redis.time();
    const last = Number(seconds) * 1000 - 20_000;
    await ground.redis.hset(ground.keys.pulse, { last, since: last - 3_600_000 });
    expect(await ground.two.begin(task, { candidates: only('d'), pickUp: 'other' })).toMatchObject({ kind: 'wait' });
    expect((await ground.one.settle(task, attempt, success)).kind).toBe('settled');
  });

  it('is not counted as lost for a kept answer right after an outage either', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const attempt = await ground.begun(task);
    await ground.redis.zadd(ground.keys.attempts, 1, task.id);
    expect(await ground.two.settleCached(task, { result, usage })).toEqual({ kind: 'refused' });
    await ground.longPulse();
    const [seconds] = await ground.redis.time();
    await ground.redis.hset(ground.keys.pulse, 'last', Number(seconds) * 1000 - 20_000);
    expect(await ground.two.settleCached(task, { result, usage })).toEqual({ kind: 'refused' });
    expect((await ground.one.settle(task, attempt, success)).kind).toBe('settled');
    expect(await ground.found(task.id)).toMatchObject({ lostAttempts: 0, cached: false });
  });

  it('does not begin after the deadline; the task expires', async () => {
    const late = await ground.accepted({}, ground.submitter({ finishBySeconds: 0 }));
    const task = await ground.opened(late.id);
    expect(await ground.one.begin(task, { candidates: only('d'), pickUp: 'pick-up' })).toEqual({
      kind: 'ended',
      state: 'expired',
      code: 'deadline_exceeded',
    });
    expect(await ground.found(task.id)).toMatchObject({ state: 'expired', failure: { code: 'deadline_exceeded' } });
    await ground.checkLedger();
  });

  it('learns at its renewal that its task was cancelled or has run out of time', async () => {
    const [cancelled, expired, fine] = await Promise.all([1, 2, 3].map(async () => ground.opened((await ground.accepted()).id)));
    if (!cancelled || !expired || !fine) throw new Error('not opened');
    const attempts = await Promise.all([cancelled, expired, fine].map((task) => ground.begun(task)));
    await ground.redis.hset(ground.keys.task(cancelled.id), 'cancel', 1);
    await ground.redis.hset(ground.keys.task(expired.id), 'finish_by', 1);
    expect([...(await ground.one.renew(attempts))]).toEqual([
      [cancelled.id, 'cancelled'],
      [expired.id, 'expired'],
    ]);
  });

  it('is not needed for an answer that was there already', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    expect((await ground.one.settleCached(task, { result, usage })).kind).toBe('settled');
    expect((await ground.one.settleCached(task, { result, usage })).kind).toBe('settled');
    expect(await ground.found(task.id)).toMatchObject({ state: 'succeeded', cached: true, attempts: 0, result });
    await ground.checkLedger();
  });

  it('that is alive is not overruled by a kept answer', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const attempt = await ground.begun(task);
    expect(await ground.two.settleCached(task, { result, usage })).toEqual({ kind: 'refused' });
    expect((await ground.one.settle(task, attempt, success)).kind).toBe('settled');
    expect(await ground.found(task.id)).toMatchObject({ cached: false, lostAttempts: 0 });
  });

  it('a kept answer does not come after the deadline either', async () => {
    const task = await ground.opened((await ground.accepted({}, ground.submitter({ finishBySeconds: 0 }))).id);
    expect(await ground.one.settleCached(task, { result, usage })).toEqual({ kind: 'refused' });
  });

  it('keeps what the caller sent no longer than the result, and the record longer', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    await ground.one.settle(task, await ground.begun(task), success);
    const { keys, redis } = ground;
    const ttls = await Promise.all([keys.payload, keys.metadata, keys.result, keys.task].map((key) => redis.ttl(key(task.id))));
    for (const ttl of ttls.slice(0, 3)) expect(ttl).toBeLessThanOrEqual(3600);
    expect(ttls[3]).toBeGreaterThan(3600);
  });
});

describe('an attempt whose worker died', () => {
  let ground: Ground;
  beforeEach(async () => {
    ground = createGround({ leaseMs: 0, maxLostAttempts: 2 });
    await ground.longPulse();
  });
  afterEach(() => ground.close());

  it('is counted as lost and fenced off: what its worker writes on waking is refused', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const zombie = await ground.begun(task);
    const attempt = await ground.begun(task, ground.two);
    expect(attempt.fence).toBeGreaterThan(zombie.fence);
    expect(await ground.one.settle(task, zombie, success)).toEqual({ kind: 'refused' });
    expect(await ground.one.retryLater(zombie, { code: 'upstream_timeout', waitMs: 1 })).toEqual({ kind: 'over' });
    expect([...(await ground.one.renew([zombie]))]).toEqual([[task.id, 'fenced']]);
    expect((await ground.two.settle(task, attempt, failure)).kind).toBe('settled');
    expect(await ground.found(task.id)).toMatchObject({
      state: 'failed',
      attempts: 2,
      lostAttempts: 1,
      attemptHistory: [
        { outcome: 'lost', worker: 'worker-1' },
        { outcome: 'failed', worker: 'worker-2', code: 'upstream_rejected' },
      ],
    });
    expect(await ground.checkLedger()).toMatchObject({ lostAttempts: 1 });
  });

  it('makes way for an answer that was there already', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    const zombie = await ground.begun(task);
    expect((await ground.two.settleCached(task, { result, usage })).kind).toBe('settled');
    expect(await ground.one.settle(task, zombie, success)).toEqual({ kind: 'refused' });
    expect(await ground.found(task.id)).toMatchObject({ state: 'succeeded', cached: true, lostAttempts: 1 });
    await ground.checkLedger();
  });

  it('too often ends the task: it may be what kills them', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    for (const worker of [ground.one, ground.two, ground.one]) await ground.begun(task, worker);
    expect(await ground.two.begin(task, { candidates: only('d'), pickUp: 'pick-up' })).toEqual({
      kind: 'ended',
      state: 'failed',
      code: 'worker_lost',
    });
    expect(await ground.found(task.id)).toMatchObject({ state: 'failed', lostAttempts: 3, failure: { code: 'worker_lost' } });
    await ground.checkLedger();
  });
});
