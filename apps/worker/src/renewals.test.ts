import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Attempt, RouteWork, StopReason } from '@millrace/tasks';
import { createGate } from '@millrace/testing';
import { anAttempt } from './fakes/open-task.js';
import { createRenewals } from './renewals.js';

const setUp = (answers: ReadonlyMap<string, StopReason> = new Map()) => {
  const asked: (readonly Attempt[])[] = [];
  const failures: unknown[] = [];
  let answer: () => Promise<ReadonlyMap<string, StopReason>> = async () => answers;
  const told: (readonly [string, RouteWork])[][] = [];
  const renew = (attempts: readonly Attempt[], work: ReadonlyMap<string, RouteWork> = new Map()) => {
    asked.push(attempts);
    told.push([...work]);
    return answer();
  };
  const renewals = createRenewals({ renew, onAnswer: () => {}, onFailure: (error) => failures.push(error) });
  const answerWith = (next: typeof answer): void => {
    answer = next;
  };
  return { renewals, asked, told, failures, answerWith };
};

describe('createRenewals', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('gives a sign of life every second, at once and also while nothing runs', async () => {
    const { renewals, asked } = setUp();
    await renewals.start();
    await jest.advanceTimersByTimeAsync(3000);
    expect(asked).toEqual([[], [], [], []]);
    await renewals.stop();
  });

  it('renews all running attempts in one call until each is released', async () => {
    const { renewals, asked } = setUp();
    const [one, two] = [anAttempt({ taskId: 'one' }), anAttempt({ taskId: 'two' })];
    const release = renewals.keep(one, () => {});
    renewals.keep(two, () => {});
    await renewals.start();
    release();
    await jest.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([[one, two], [two]]);
    await renewals.stop();
  });

  it('tells each attempt why it must stop', async () => {
    const { renewals } = setUp(new Map([['one', 'cancelled']]));
    const stops: string[] = [];
    renewals.keep(anAttempt({ taskId: 'one' }), (reason) => stops.push(`one ${reason}`));
    renewals.keep(anAttempt({ taskId: 'two' }), (reason) => stops.push(`two ${reason}`));
    await renewals.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(stops).toEqual(['one cancelled']);
    await renewals.stop();
  });

  it('stops an older attempt of the same task in this process, and never the newer one in its place', async () => {
    const { renewals, answerWith } = setUp();
    const gate = createGate();
    answerWith(() => gate.opened.then(() => new Map([['task_1', 'fenced']])));
    const stops: string[] = [];
    const releaseOld = renewals.keep(anAttempt({ fence: 1 }), (reason) => stops.push(`old ${reason}`));
    await renewals.start();
    renewals.keep(anAttempt({ fence: 2 }), (reason) => stops.push(`new ${reason}`));
    gate.open();
    await jest.advanceTimersByTimeAsync(0);
    releaseOld();
    expect(stops).toEqual(['old fenced']);
    expect(renewals.size).toBe(1);
    await renewals.stop();
  });

  it('stops an attempt at once when asked by task and fence, and no other attempt of that task', () => {
    const { renewals } = setUp();
    const stops: string[] = [];
    const release = renewals.keep(anAttempt({ fence: 2 }), (reason) => stops.push(reason));
    renewals.interrupt({ taskId: 'task_1', fence: 1 }, 'cancelled');
    renewals.interrupt({ taskId: 'other', fence: 2 }, 'cancelled');
    expect(stops).toEqual([]);
    renewals.interrupt({ taskId: 'task_1', fence: 2 }, 'cancelled');
    release();
    renewals.interrupt({ taskId: 'task_1', fence: 2 }, 'cancelled');
    expect(stops).toEqual(['cancelled']);
  });

  it('outlives a failed renewal, and asks only once at a time while Redis is slow', async () => {
    const { renewals, asked, failures, answerWith } = setUp();
    const gate = createGate();
    answerWith(async () => {
      await gate.opened;
      throw new Error('away');
    });
    await renewals.start();
    await jest.advanceTimersByTimeAsync(5000);
    expect(asked).toHaveLength(1);
    gate.open();
    await jest.advanceTimersByTimeAsync(1000);
    expect(failures).toHaveLength(2);
    expect(asked).toHaveLength(2);
    await renewals.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('tells what was done for each route once, and again if that was not heard, with what was done since', async () => {
    const { renewals, told, answerWith } = setUp();
    await renewals.start();
    const work = (): void => {
      renewals.took('small');
      renewals.used('small', { inputTokens: 100, outputTokens: 10 });
    };
    work();
    answerWith(() => Promise.reject(new Error('away')));
    await jest.advanceTimersByTimeAsync(1000);
    work();
    answerWith(async () => new Map());
    await jest.advanceTimersByTimeAsync(2000);
    expect(told).toEqual([
      [],
      [['small', { tasks: 1, inputTokens: 100, outputTokens: 10 }]],
      [['small', { tasks: 2, inputTokens: 200, outputTokens: 20 }]],
      [],
    ]);
    await renewals.stop();
  });
});
