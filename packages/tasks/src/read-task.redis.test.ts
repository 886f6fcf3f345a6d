import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGround, type Ground, request, result, usage } from './life/ground.js';

const { tenant } = request;

describe('reading a task', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const ended = async (): Promise<string> => {
    const { id } = await ground.accepted();
    const task = await ground.opened(id);
    await ground.one.settle(task, await ground.begun(task), { state: 'succeeded', result, usage });
    return id;
  };
  const failed = async (): Promise<string> => {
    const { id } = await ground.accepted();
    const task = await ground.opened(id);
    const ending = { state: 'failed', code: 'upstream_rejected', message: 'No.' } as const;
    await ground.one.settle(task, await ground.begun(task), ending);
    return id;
  };
  const nowMs = async (): Promise<number> => Number((await ground.redis.time())[0]) * 1000;

  it('finds one that has ended while its result is kept', async () => {
    expect(await ground.found(await ended())).toMatchObject({ state: 'succeeded', result, usage });
  });

  it('says when that was so, by the clock of Redis', async () => {
    const { id } = await ground.accepted();
    const from = await nowMs();
    const outcome = await ground.read({ tenant, id });
    const readAtMs = outcome.kind === 'found' ? outcome.task.readAtMs : undefined;
    expect(readAtMs).toBeGreaterThanOrEqual(from);
    expect(readAtMs).toBeLessThan((await nowMs()) + 1000);
  });

  it('says that one is gone whose result has expired, when it ended and since when', async () => {
    const id = await ended();
    const { endedAtMs, resultUntilMs } = await ground.found(id);
    await ground.redis.del(ground.keys.result(id));
    expect(await ground.read({ tenant, id })).toEqual({ kind: 'gone', state: 'succeeded', endedAtMs, goneAtMs: resultUntilMs });
  });

  it('still knows which task runs it again once it is gone', async () => {
    const id = await ended();
    const submission = await ground.readSubmission(await ground.found(id));
    const again = await ground.accepted(submission);
    await ground.redis.del(ground.keys.result(id));
    expect(await ground.read({ tenant, id })).toMatchObject({ kind: 'gone', retriedAs: again.id });
  });

  it('says so of one that left no result by the clock of Redis, with why it failed and what its attempts came to', async () => {
    const id = await failed();
    expect(await ground.found(id)).toMatchObject({ state: 'failed' });
    const goneAtMs = (await nowMs()) - 1000;
    await ground.redis.hset(ground.keys.task(id), 'result_until', goneAtMs);
    expect(await ground.read({ tenant, id })).toMatchObject({
      kind: 'gone',
      state: 'failed',
      goneAtMs,
      failure: { code: 'upstream_rejected', message: 'No.' },
      attemptHistory: [{ number: 1, outcome: 'failed', code: 'upstream_rejected' }],
    });
    await ground.redis.hset(ground.keys.task(id), 'result_until', (await nowMs()) + 60_000);
    expect(await ground.found(id)).toMatchObject({ state: 'failed' });
  });

  it('says that one was erased, when, and nothing of an end it has not come to', async () => {
    const { id } = await ground.accepted();
    await ground.begun(await ground.opened(id));
    await ground.erase({ tenant, id });
    const outcome = await ground.read({ tenant, id });
    expect(outcome).toEqual({ kind: 'erased', state: 'running', erasedAtMs: expect.any(Number) });
    const old = await ended();
    await ground.erase({ tenant, id: old });
    expect(await ground.read({ tenant, id: old })).toMatchObject({ kind: 'erased', state: 'succeeded', endedAtMs: expect.any(Number) });
  });

  it('shows no answer beside a record that is still open: it was settled between the two looks', async () => {
    const { id } = await ground.accepted();
    await ground.begun(await ground.opened(id));
    await ground.redis.set(ground.keys.result(id), JSON.stringify(result));
    const task = await ground.found(id);
    expect(task.state).toBe('running');
    expect(task).not.toHaveProperty('result');
    expect(task).not.toHaveProperty('partial');
  });

  it('tells nobody else anything of it', async () => {
    const ids = [await ended(), (await ground.accepted()).id];
    await ground.erase({ tenant, id: ids[0] ?? '' });
    for (const id of ids) expect(await ground.read({ tenant: 'other', id })).toEqual({ kind: 'unknown' });
  });
});
