import { describe, expect, it } from '@jest/globals';
import type { TaskView } from '@millrace/testing';
import type { Promised } from '../load/promise.js';
import { judgeTask } from './judge-task.js';

const promise = (given: Partial<Promised> = {}): Promised => ({
  id: 'task_1',
  prompt: 'plain 1',
  conduct: 'plain',
  manner: 'single',
  sent: 1,
  ...given,
});
const result = (text: string) => ({ text, model: 'm', deployment: 'd' });
const task = (given: Partial<TaskView> = {}): TaskView => ({
  id: 'task_1',
  status: 'succeeded',
  attempts: 1,
  lost_attempts: 0,
  result: result('right'),
  ...given,
});
const judge = (given: Partial<Parameters<typeof judgeTask>[0]>) =>
  judgeTask({ promise: promise(), task: task(), calls: 1, answer: 'right', ...given });
const failed = (code: string): TaskView => task({ status: 'failed', error: { code, message: '' } });

describe('the judgment of a task', () => {
  it('has nothing against one that went well, was lost once and made again, or failed honestly', () => {
    expect(judge({})).toEqual([]);
    expect(judge({ task: task({ attempts: 2, lost_attempts: 1 }), calls: 2 })).toEqual([]);
    expect(judge({ task: task({ attempts: 2, lost_attempts: 1 }), calls: 1 })).toEqual([]);
    expect(judge({ task: failed('upstream_unreachable') })).toEqual([]);
    expect(judge({ promise: promise({ conduct: 'refuse' }), task: failed('upstream_rejected') })).toEqual([]);
    expect(judge({ promise: promise({ manner: 'expire', conduct: 'hang' }), task: task({ status: 'expired' }) })).toEqual([]);
    expect(judge({ promise: promise({ manner: 'cancel' }), task: task({ status: 'cancelled' }), calls: 0 })).toEqual([]);
  });

  it.each([
    ['has the answer of another', { task: task({ result: result('wrong') }) }],
    ['shows another result', { promise: promise({ seen: 'seen before' }) }],
    ['ended expired', { task: task({ status: 'expired' }) }],
    ['ended queued', { task: task({ status: 'queued' }) }],
    ['ended succeeded', { promise: promise({ conduct: 'refuse' }) }],
    ['failed with internal_error', { task: failed('internal_error') }],
    ['was asked 2 times in 1 attempts', { calls: 2 }],
    ['succeeded without a call', { calls: 0 }],
    ['lost 2 of 1 attempts', { task: task({ lost_attempts: 2 }) }],
    ['failed with upstream_rejected', { task: task({ attempt_history: [{ outcome: 'failed', code: 'upstream_rejected' }] }) }],
  ] as const)('finds that it %s', (words, given) => {
    expect(
      judge(given)
        .map((wrong) => wrong.words)
        .join(),
    ).toContain(words);
  });
});
