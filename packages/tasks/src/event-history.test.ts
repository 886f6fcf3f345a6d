import { describe, expect, it } from '@jest/globals';
import type { StoredTask } from '@millrace/store';
import { eventHistory } from './event-history.js';
import { type ToldEvent, toldEvent } from './told-event.js';

const told = (change: Partial<StoredTask['told']>): StoredTask['told'] => ({
  seq: 1,
  attempt: 1,
  deltas: 0,
  units: 0,
  toolCalls: false,
  ...change,
});

const task = (change: Partial<StoredTask> = {}): StoredTask => ({
  id: 'task_1',
  tenant: 'acme',
  state: 'running',
  run: 1,
  route: 'small',
  model: 'small',
  priority: 'standard',
  createdAtMs: 1000,
  finishByMs: 9000,
  attempts: 1,
  lostAttempts: 0,
  attemptHistory: [],
  cached: false,
  told: told({}),
  ...change,
});

const delta = (seq: number, text: string): ToldEvent => toldEvent(seq, 'delta', { index: seq, attempt: 1, text });

const history = (of: StoredTask, stored: readonly ToldEvent[], after = 0, complete = true) =>
  eventHistory({ task: of, stored, complete, after }).map(({ seq, kind, json }) => [seq, kind, JSON.parse(json)]);

const queued = [1, 'state', { status: 'queued' }];
const begun = [2, 'state', { status: 'running', attempt: 1 }];

describe('the history of a task', () => {
  it('begins with its first state, which is kept nowhere', () => {
    expect(history(task(), [])).toEqual([queued]);
    expect(history(task({ runAtMs: 2000 }), [])).toEqual([[1, 'state', { status: 'scheduled' }]]);
    expect(history(task({ runAtMs: 900 }), [])).toEqual([queued]);
  });

  it('tells the first begin, which is kept nowhere either', () => {
    expect(history(task({ told: told({ seq: 2 }) }), [])).toEqual([queued, begun]);
    expect(history(task({ told: told({ seq: 2 }) }), [], 1)).toEqual([begun]);
    expect(history(task({ told: told({ seq: 3 }) }), [delta(3, 'a')])).toEqual([queued, begun, [3, 'delta', expect.anything()]]);
  });

  it('has nothing for whoever knows it all', () => {
    expect(history(task({ told: told({ seq: 2 }) }), [], 2)).toEqual([]);
    // What it knows of the end is not counted here.
    expect(history(task({ state: 'succeeded', told: told({ seq: 2 }) }), [], 9)).toEqual([]);
  });

  it('is a snapshot of what is left for whoever knows more of an open task than Redis, which has come back with less', () => {
    const call = (text: string) => [{ index: 0, function: { arguments: text } }];
    const piece = (seq: number, text: string) => toldEvent(seq, 'delta', { index: seq, attempt: 2, text, tool_calls: call(text) });
    const restart = toldEvent(4, 'restart', { attempt: 2, reason: 'lost' });
    const of = task({ told: told({ seq: 7, attempt: 2 }) });
    const left = { status: 'running', attempt: 2, text: 'bc', tool_calls: [...call('b'), ...call('c')] };
    expect(history(of, [delta(3, 'a'), restart, piece(6, 'b'), piece(7, 'c')], 9)).toEqual([[7, 'snapshot', left]]);
    const trimmed = [delta(3, 'a'), toldEvent(6, 'snapshot', { status: 'running', attempt: 2, text: 'b' }), delta(7, 'c')];
    expect(history(of, trimmed, 9)).toEqual([[7, 'snapshot', { status: 'running', attempt: 2, text: 'bc' }]]);
    const waiting = task({ state: 'queued', told: told({ attempt: 0 }) });
    expect(history(waiting, [], 2)).toEqual([[1, 'snapshot', { status: 'queued', attempt: 1, text: '' }]]);
  });

  it('tells a second event that is kept as it is', () => {
    const scheduled = task({ runAtMs: 2000, told: told({ seq: 2, attempt: 0 }) });
    expect(history(scheduled, [toldEvent(2, 'state', { status: 'queued' })])).toEqual([
      [1, 'state', { status: 'scheduled' }],
      [2, 'state', { status: 'queued' }],
    ]);
  });

  it('leaves out a snapshot whose delta is known, and tells it to whoever stands before it', () => {
    const trimmed = [toldEvent(5, 'snapshot', { status: 'running', attempt: 1, text: 'abc' }), delta(6, 'd')];
    const of = task({ told: told({ seq: 6, units: 4 }) });
    const numbers = (after: number) => history(of, trimmed, after).map(([seq, kind]) => [seq, kind]);
    const fromSnapshot = [
      [5, 'snapshot'],
      [6, 'delta'],
    ];
    expect(numbers(0)).toEqual([[1, 'state'], ...fromSnapshot]);
    expect(numbers(4)).toEqual(fromSnapshot);
    expect(numbers(5)).toEqual([[6, 'delta']]);
  });

  it('says that what was told before a restart is gone and void', () => {
    const of = task({ told: told({ seq: 8, attempt: 2 }) });
    const stored = [toldEvent(7, 'restart', { attempt: 2, reason: 'failed' }), toldEvent(8, 'state', { status: 'running', attempt: 2 })];
    expect(history(of, stored, 3)).toEqual([
      [6, 'snapshot', { status: 'queued', attempt: 1, text: '' }],
      [7, 'restart', { attempt: 2, reason: 'failed' }],
      [8, 'state', { status: 'running', attempt: 2 }],
    ]);
  });

  it('makes a snapshot out of the result when nothing is kept any more', () => {
    const result = {
      text: 'abcdef',
      message: { role: 'assistant', tool_calls: [{ id: 'c', type: 'function' }] },
      finishReason: 'stop',
      model: 'm',
      deployment: 'd',
    };
    const of = task({ state: 'succeeded', result, told: told({ seq: 7, units: 4, toolCalls: true }) });
    const calls = [{ index: 0, id: 'c', type: 'function' }];
    expect(history(of, [], 3)).toEqual([[7, 'snapshot', { status: 'running', attempt: 1, text: 'abcd', tool_calls: calls }]]);
    const failed = task({ state: 'failed', partial: { text: 'xyz' }, told: told({ seq: 7, units: 2 }) });
    expect(history(failed, [], 3)).toEqual([[7, 'snapshot', { status: 'running', attempt: 1, text: 'xy' }]]);
  });

  it('makes up nothing while there is more to read', () => {
    expect(history(task({ told: told({ seq: 9 }) }), [delta(3, 'a')], 2, false)).toEqual([[3, 'delta', expect.anything()]]);
  });
});
