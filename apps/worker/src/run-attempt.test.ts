import { describe, expect, it } from '@jest/globals';
import { shutdown } from './attempt-stop.js';
import { fakeWorker } from './fakes/fake-worker.js';
import { failed, openTask, success } from './fakes/open-task.js';
import { toTaskResult } from './to-task-result.js';

describe('an attempt', () => {
  it('begins, asks, settles, and only then ends the job', async () => {
    const { attempts, run, call, stops } = fakeWorker();
    const running = run();
    (await call()).end(success());
    expect(await running).toEqual({ kind: 'done' });
    expect(attempts.ended.get('task_1')).toMatchObject({ cached: false, ending: { state: 'succeeded', result: { deployment: 'here' } } });
    expect(stops.size).toBe(0);
  });

  it('counts the tokens of a call once, and none for an answer from the cache', async () => {
    const second = openTask({ id: 'task_2' });
    const { used, run, call } = fakeWorker(openTask(), second);
    const usage = { inputTokens: 7, outputTokens: 3, totalTokens: 10 };
    const running = run();
    (await call()).end(success({ usage }));
    await running;
    await run(second);
    expect(used).toEqual([['small', usage]]);
  });

  it('ends a job whose task has ended, without a call', async () => {
    const { run, call, calls } = fakeWorker();
    const running = run();
    (await call()).end(success());
    await running;
    expect(await run()).toEqual({ kind: 'done' });
    expect(calls).toHaveLength(1);
  });

  it('answers from the cache without booking an attempt', async () => {
    const second = openTask({ id: 'task_2' });
    const { attempts, run, call } = fakeWorker(openTask(), second);
    const running = run();
    (await call()).end(success());
    await running;
    expect(await run(second)).toEqual({ kind: 'done' });
    expect(attempts.ended.get('task_2')).toMatchObject({ cached: true, ending: { state: 'succeeded' } });
    expect(attempts.begun).toBe(1);
  });

  it('answers from what is kept in Redis, without a call, and asks nobody for the next identical task', async () => {
    const second = openTask({ id: 'task_2' });
    const { attempts, run, calls } = fakeWorker(openTask(), second);
    attempts.begin = async () => ({ kind: 'kept', answer: { result: toTaskResult(success(), 'elsewhere'), usage: null }, ttlMs: 1000 });
    expect([await run(), await run(second)]).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    for (const id of ['task_1', 'task_2'])
      expect(attempts.ended.get(id)).toMatchObject({ cached: true, ending: { result: { deployment: 'elsewhere' } } });
    expect(calls).toHaveLength(0);
  });

  it('waits when it may not begin yet', async () => {
    const { attempts, run, calls } = fakeWorker();
    attempts.begin = async () => ({ kind: 'wait', reason: 'retrying', waitMs: 77, scope: 'task' });
    expect(await run()).toEqual({ kind: 'later', atMs: 77 });
    expect(calls).toHaveLength(0);
  });

  it('ends the job, and says so, when begin itself ended the task', async () => {
    const { attempts, run, told } = fakeWorker();
    attempts.begin = async () => ({ kind: 'ended', state: 'failed', code: 'worker_lost' });
    expect(await run()).toEqual({ kind: 'done' });
    expect(told.at(-1)).toEqual(['taskEnded', openTask(), { state: 'failed', code: 'worker_lost', cached: false }]);
  });

  it('comes back later after a retryable failure, not before the provider allows it, and fails after its last attempt', async () => {
    const { attempts, run, call, state } = fakeWorker();
    for (const [index, waitMs] of [
      [0, 31_000],
      [1, 32_000],
    ] as const) {
      const running = run();
      (await call(index)).end(failed({ retryAfterMs: 30_000 }));
      expect(await running).toEqual({ kind: 'later', atMs: waitMs });
    }
    const last = run();
    (await call(2)).end(failed());
    expect(await last).toEqual({ kind: 'done' });
    expect([state(), attempts.begun]).toEqual(['failed', 3]);
  });

  it('fails for good when the store finds that the deadline comes before the retry', async () => {
    const { attempts, run, call, state } = fakeWorker();
    attempts.retryLater = async () => ({ kind: 'over' });
    const running = run();
    (await call()).end(failed());
    expect(await running).toEqual({ kind: 'done' });
    expect(state()).toBe('failed');
  });

  it.each(['cancelled', 'expired'] as const)('really ends the call of a task that was %s', async (reason) => {
    const { run, call, stop, state } = fakeWorker();
    const running = run();
    const { signal } = await call();
    stop('task_1', reason);
    expect(signal.aborted).toBe(true);
    expect(await running).toEqual({ kind: 'done' });
    expect(state()).toBe(reason);
  });

  it('ends the call at the deadline by itself, also when no renewal tells it', async () => {
    const task = openTask({ finishByMs: 1 });
    const { run, call, state } = fakeWorker(task);
    const running = run();
    await call();
    await running;
    expect(state()).toBe('expired');
  });

  it('overwrites nothing once another worker has taken the task over', async () => {
    const { attempts, run, call, told, state } = fakeWorker();
    const running = run();
    const { end } = await call();
    attempts.takeOver('task_1');
    end(success());
    expect(await running).toEqual({ kind: 'done' });
    expect(state()).toBeUndefined();
    expect(told.at(-1)?.at(-1)).toEqual({ outcome: 'fenced' });
  });

  it('does not lose a paid answer while Redis is away', async () => {
    const { attempts, run, call, state, told, calls } = fakeWorker();
    const running = run();
    attempts.awayFor = 50;
    (await call()).end(success());
    expect(await running).toEqual({ kind: 'done' });
    expect([state(), calls.length]).toEqual(['succeeded', 1]);
    expect(told.filter(([name]) => name === 'writeDelayed')).toHaveLength(1);
  });

  it('is handed back by the shutdown without using the attempt', async () => {
    const { attempts, run, call, job } = fakeWorker();
    const running = run();
    const { signal } = await call();
    job.abort(shutdown);
    expect(signal.aborted).toBe(true);
    expect(await running).toEqual({ kind: 'handed_back' });
    expect(attempts.handedBack).toHaveLength(1);
  });

  it('makes no call when the shutdown came while it began', async () => {
    const { attempts, run, calls, job } = fakeWorker();
    const begin = attempts.begin;
    attempts.begin = async (task, ...more) => {
      job.abort(shutdown);
      return begin(task, ...more);
    };
    expect(await run()).toEqual({ kind: 'handed_back' });
    expect([calls.length, attempts.handedBack.length]).toEqual([0, 1]);
  });

  it('is handed back before it begins when the shutdown comes first', async () => {
    const { attempts, run, job } = fakeWorker();
    job.abort(shutdown);
    expect(await run()).toEqual({ kind: 'handed_back' });
    expect(attempts.begun).toBe(0);
  });

  it('gives the job back when the shutdown finds Redis away, and does not hang', async () => {
    const { attempts, run, call, job } = fakeWorker();
    const running = run();
    await call();
    attempts.awayFor = Number.POSITIVE_INFINITY;
    job.abort(shutdown);
    expect(await running).toEqual({ kind: 'handed_back' });
  });

  it('throws what is nobody’s fault but the store’s, so that the queue keeps the job', async () => {
    const { attempts, run } = fakeWorker();
    attempts.begin = async () => Promise.reject(new Error('away'));
    await expect(run()).rejects.toThrow('away');
  });
});
