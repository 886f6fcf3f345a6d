import { describe, expect, it } from '@jest/globals';
import type { OpenTask } from '@millrace/tasks';
import { shutdown } from './attempt-stop.js';
import { fakeWorker } from './fakes/fake-worker.js';
import { failed, openTask, success } from './fakes/open-task.js';

describe('identical tasks in flight', () => {
  const [one, two, three] = ['task_1', 'task_2', 'task_3'].map((id) => openTask({ id })) as [OpenTask, OpenTask, OpenTask];

  it('share one call under one attempt, and each has its own end', async () => {
    const { attempts, run, call, calls } = fakeWorker(one, two, three);
    const running = [run(one), run(two), run(three)];
    (await call()).end(success());
    expect(await Promise.all(running)).toEqual(Array(3).fill({ kind: 'done' }));
    expect([calls.length, attempts.begun]).toEqual([1, 1]);
    expect([...attempts.ended.values()].map(({ ending, cached }) => [ending.state, cached])).toEqual(
      expect.arrayContaining([
        ['succeeded', false],
        ['succeeded', true],
        ['succeeded', true],
      ]),
    );
  });

  it('go on with the call when only the one that made it is cancelled', async () => {
    const { attempts, run, call, stop, state } = fakeWorker(one, two);
    const running = [run(one), run(two)];
    const { end, signal } = await call();
    stop('task_1', 'cancelled');
    expect(await running[0]).toEqual({ kind: 'done' });
    expect(signal.aborted).toBe(false);
    end(success());
    await running[1];
    expect([state('task_1'), state('task_2'), attempts.begun]).toEqual(['cancelled', 'succeeded', 1]);
  });

  it('each make an attempt of their own when the shared call fails: calls and booked attempts stay equal', async () => {
    const { attempts, run, call, calls } = fakeWorker(one, two, three);
    const running = [run(one), run(two), run(three)];
    (await call(0)).end(failed());
    expect(await running[0]).toMatchObject({ kind: 'later' });
    (await call(1)).end(success());
    (await call(2)).end(failed({ retryable: false, code: 'upstream_rejected' }));
    await Promise.all(running);
    expect([calls.length, attempts.begun]).toEqual([3, 3]);
    expect([...attempts.ended.values()].map(({ ending }) => ending.state).sort()).toEqual(['failed', 'succeeded']);
  });

  it('are all handed back by the shutdown, and the call is ended', async () => {
    const { run, call, job, attempts } = fakeWorker(one, two);
    const running = [run(one), run(two)];
    const { signal } = await call();
    job.abort(shutdown);
    expect(await Promise.all(running)).toEqual([{ kind: 'handed_back' }, { kind: 'handed_back' }]);
    expect([signal.aborted, attempts.handedBack.length]).toEqual([true, 1]);
  });

  it('do not wait for one that may not begin', async () => {
    const { attempts, run, call, calls } = fakeWorker(one, two);
    const begin = attempts.begin;
    attempts.begin = async (task, ...more) =>
      task.id === 'task_1' ? { kind: 'wait', reason: 'retrying', waitMs: 77, scope: 'task' } : begin(task, ...more);
    const running = [run(one), run(two)];
    expect(await running[0]).toEqual({ kind: 'later', atMs: 77 });
    (await call()).end(success());
    expect(await running[1]).toEqual({ kind: 'done' });
    expect(calls).toHaveLength(1);
  });
});
