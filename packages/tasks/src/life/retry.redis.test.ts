import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubmitRequest } from '../submit-outcome.js';
import { createGround, type Ground, request, result, usage } from './ground.js';

describe('running a task again', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const end = async (more: Partial<SubmitRequest> = {}) => {
    const { id } = await ground.accepted(more);
    await ground.cancel({ tenant: request.tenant, id });
    return ground.found(id);
  };
  const again = async (id: string): Promise<SubmitRequest> => {
    const submission = await ground.readSubmission(await ground.found(id));
    if (!submission) throw new Error('nothing is kept of it');
    return { ...request, ...submission };
  };

  it('asks the same with the same time to do it in, is queued at once, and each task names the other', async () => {
    const schedule = { runAt: { inMs: 60_000 }, startBy: { inMs: 5_000 }, finishBy: { inMs: 20_000 }, resultTtlMs: 30_000 };
    const old = await end({ schedule });
    const task = await ground.accepted(await again(old.id));
    expect(task).toMatchObject({ state: 'queued', retryOf: old.id, model: old.model, metadata: request.payload.metadata });
    expect(task).not.toHaveProperty('runAtMs');
    expect([task.startByMs, task.finishByMs]).toEqual([task.createdAtMs + 5_000, task.createdAtMs + 20_000]);
    expect(await ground.redis.hget(ground.keys.task(task.id), 'result_ttl')).toBe('30000');
    expect((await ground.opened(task.id)).payload).toMatchObject({ messages: request.payload.messages });
    expect((await ground.found(task.id)).retryOf).toBe(old.id);
    expect(await ground.found(old.id)).toEqual({ ...old, retriedAs: task.id });
  });

  it('asks the model anew after a success, and takes a kept answer after anything else', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
    expect((await again(task.id)).payload.cache).toEqual({ noCache: true });
    expect((await again((await end()).id)).payload).not.toHaveProperty('cache');
  });

  it('happens once, however often and at the same time it is asked for', async () => {
    const old = await end();
    const submission = await again(old.id);
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => ground.submit(submission)));
    const ids = new Set(
      outcomes.map((outcome) => (outcome.kind === 'accepted' ? outcome.task.id : outcome.kind === 'replayed' && outcome.id)),
    );
    expect([...ids]).toEqual([(await ground.found(old.id)).retriedAs]);
    expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(await ground.checkLedger()).toMatchObject({ submitted: 2, cancelled: 1, open: 1 });
  });

  it("is refused for one that has not ended, is not there, is another tenant's, or was erased", async () => {
    const open = await ground.accepted();
    const [foreign, erased] = [await end(), await end()];
    const [submission, ofErased] = [await again(foreign.id), await again(erased.id)];
    await ground.erase({ tenant: request.tenant, id: erased.id });
    const refused = async (some: SubmitRequest) => ground.submit(some);
    expect(await refused({ ...request, retryOf: open.id })).toEqual({ kind: 'not_retried', because: 'open' });
    expect(await refused({ ...request, retryOf: `${open.id}0` })).toEqual({ kind: 'not_retried', because: 'missing' });
    expect(await refused({ ...submission, tenant: 'another' })).toEqual({ kind: 'not_retried', because: 'missing' });
    expect(await refused(ofErased)).toEqual({ kind: 'not_retried', because: 'missing' });
    expect(await ground.checkLedger()).toMatchObject({ submitted: 3, open: 1 });
  });

  it('keeps times that were within the bounds once', async () => {
    const bounds = { maxScheduleAheadSeconds: 100, maxResultTtlSeconds: 100 };
    const old = await end({ schedule: { finishBy: { inMs: 1_000_000 }, resultTtlMs: 1_000_000 } });
    const task = await ground.accepted(await again(old.id), ground.submitter(bounds));
    expect(task.finishByMs).toBe(task.createdAtMs + 1_000_000);
  });

  it('has nothing to ask once what it asked is gone', async () => {
    const old = await end();
    await ground.redis.del(ground.keys.payload(old.id));
    expect(await ground.readSubmission(old)).toBeUndefined();
  });
});
