import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGround, type Ground, request, result, usage } from './ground.js';
import { only } from './only.js';

describe('cancelling a task', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const cancel = (id: string, tenant = request.tenant) => ground.cancel({ tenant, id });
  const jobs = async (id: string) => (await ground.keysNow()).filter((key) => key.includes(`:${id}.`));
  it('that waits ends it at once, takes its job away and tells whoever waits', async () => {
    const { id } = await ground.accepted();
    const told = await ground.listenTo(ground.keys.ended(id));
    await cancel(id);
    expect(await ground.found(id)).toMatchObject({
      state: 'cancelled',
      cancelRequestedAtMs: expect.any(Number),
      endedAtMs: expect.any(Number),
      failure: { code: 'cancelled' },
      attempts: 0,
    });
    expect(await told.first).toBe('cancelled');
    expect(await jobs(id)).toEqual([]);
    expect(await ground.redis.zcard(`${ground.keys.queues}:gpt-test:prioritized`)).toBe(0);
    expect(await ground.checkLedger()).toMatchObject({ submitted: 1, cancelled: 1, open: 0 });
  });

  it('changes nothing when it is repeated, or when the task has ended otherwise', async () => {
    const [first, second] = [await ground.accepted(), await ground.accepted()];
    await cancel(first.id);
    const before = await ground.redis.hgetall(ground.keys.task(first.id));
    await cancel(first.id);
    expect(await ground.redis.hgetall(ground.keys.task(first.id))).toEqual(before);

    const task = await ground.opened(second.id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
    await cancel(second.id);
    const ended = await ground.found(second.id);
    expect(ended).toMatchObject({ state: 'succeeded', result });
    expect(ended).not.toHaveProperty('cancelRequestedAtMs');
    expect(await ground.checkLedger()).toMatchObject({ succeeded: 1, cancelled: 1 });
  });

  it('of another tenant does nothing', async () => {
    const { id } = await ground.accepted();
    await cancel(id, 'another');
    expect((await ground.found(id)).state).toBe('queued');
  });

  it('whose job a worker has in its hands ends it: the worker finds nothing to begin', async () => {
    const { id } = await ground.accepted();
    const task = await ground.opened(id);
    await cancel(id);
    expect(await ground.one.begin(task, { candidates: only('d'), pickUp: 'pick-up' })).toEqual({ kind: 'over' });
    expect(await ground.one.settleCached(task, { result, usage })).toEqual({ kind: 'refused' });
    expect(await ground.one.load({ taskId: id, run: 1 })).toEqual({ kind: 'over' });
    expect((await ground.found(id)).state).toBe('cancelled');
  });

  it('that waits for its retry ends it at once, with what its attempts came to', async () => {
    const { id } = await ground.accepted();
    const attempt = await ground.begun(await ground.opened(id));
    await ground.one.retryLater(attempt, { code: 'upstream_unavailable', waitMs: 60_000 });
    await cancel(id);
    expect(await ground.found(id)).toMatchObject({ state: 'cancelled', attempts: 1, attemptHistory: [{ number: 1, outcome: 'failed' }] });
    expect(await jobs(id)).toEqual([]);
  });

  it('that runs tells its worker, at once and with each renewal, and is over when that settles', async () => {
    const { id } = await ground.accepted();
    const task = await ground.opened(id);
    const attempt = await ground.begun(task);
    const told = await ground.listenTo(ground.keys.cancels);
    await cancel(id);
    expect(await told.first).toBe(`${id} ${attempt.fence}`);
    const asked = await ground.found(id);
    expect(asked).toMatchObject({ state: 'running', cancelRequestedAtMs: expect.any(Number) });
    await cancel(id);
    expect((await ground.found(id)).cancelRequestedAtMs).toBe(asked.cancelRequestedAtMs);
    expect(await ground.one.renew([attempt])).toEqual(new Map([[id, 'cancelled']]));
    const ending = { state: 'cancelled', code: 'cancelled', message: 'Cancelled while it was running.', usage } as const;
    await ground.one.settle(task, attempt, ending);
    expect(await ground.found(id)).toMatchObject({ state: 'cancelled', usage });
    expect(await ground.checkLedger()).toMatchObject({ cancelled: 1, open: 0 });
  });

  it('that runs ends it as cancelled, whatever its attempt comes to after that', async () => {
    const outcomes = await Promise.all(
      (['succeed', 'fail', 'retry', 'handBack', 'die'] as const).map(async (end) => {
        const { id } = await ground.accepted();
        const task = await ground.opened(id);
        const attempt = await ground.begun(task);
        await cancel(id);
        if (end === 'succeed') await ground.one.settle(task, attempt, { state: 'succeeded', result, usage });
        if (end === 'fail') await ground.one.settle(task, attempt, { state: 'failed', code: 'upstream_rejected', message: 'no' });
        if (end === 'retry')
          expect(await ground.one.retryLater(attempt, { code: 'upstream_timeout', waitMs: 1 })).toEqual({ kind: 'over' });
        if (end === 'handBack') expect(await ground.one.handBack(attempt)).toEqual({ kind: 'over' });
        if (end === 'die') {
          await ground.longPulse();
          await ground.redis.zadd(ground.keys.attempts, 'XX', 1, id);
          await ground.sweeper('a').sweep();
        }
        // Which it has to do, told that there is no next attempt.
        if (end === 'retry' || end === 'handBack')
          await ground.one.settle(task, attempt, { state: 'failed', code: 'upstream_timeout', message: 'no' });
        return ground.found(id);
      }),
    );
    expect(outcomes.map(({ state, failure }) => [state, failure?.code])).toEqual(Array(5).fill(['cancelled', 'cancelled']));
    expect(outcomes[0]).toMatchObject({ partial: { text: result.text }, usage });
    expect(await ground.checkLedger()).toMatchObject({ cancelled: 5, open: 0 });
  });
});
