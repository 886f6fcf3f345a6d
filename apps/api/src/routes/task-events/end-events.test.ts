import { describe, expect, it } from '@jest/globals';
import { failed, storedTask, succeeded } from '../../fakes/stored-task.js';
import { endEvents } from './end-events.js';

const told = { seq: 5, attempt: 1, deltas: 2, units: 0, toolCalls: false };
const rendered = (task: Parameters<typeof endEvents>[0]) => endEvents(task).map(({ seq, kind, json }) => [seq, kind, JSON.parse(json)]);

describe('the last events of a task', () => {
  it('are what is left of the text, usage, state and result, numbered on', () => {
    const units = 'Because '.length;
    expect(rendered(succeeded({ told: { ...told, units } }))).toEqual([
      [6, 'delta', { index: 2, attempt: 1, text: 'water turns wheels.' }],
      [7, 'usage', { input_tokens: 8, output_tokens: 5, total_tokens: 13 }],
      [8, 'state', { status: 'succeeded', attempt: 1 }],
      [9, 'result', expect.objectContaining({ text: 'Because water turns wheels.', finish_reason: 'stop' })],
    ]);
  });

  it('leave out what is told and what is not known', () => {
    const { usage: _, ...task } = succeeded({ told: { ...told, units: 1000 } });
    expect(rendered(task).map(([seq, kind]) => [seq, kind])).toEqual([
      [6, 'state'],
      [7, 'result'],
    ]);
  });

  it('tell tool calls whole if none were told, and not again if some were', () => {
    const calls = [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }];
    const result = { text: '', message: { role: 'assistant', tool_calls: calls }, finishReason: 'tool_calls', model: 'm', deployment: 'd' };
    const [first] = rendered(succeeded({ result, told }));
    expect(first).toEqual([6, 'delta', { index: 2, attempt: 1, text: '', tool_calls: [{ index: 0, ...calls[0] }] }]);
    expect(rendered(succeeded({ result, told: { ...told, toolCalls: true } }))[0]?.[1]).toBe('usage');
  });

  it('tell tool calls and text whole, in the place of what was told, if only a part of the calls could be told', () => {
    const calls = [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }];
    const text = 'Let me see.';
    const result = { text, message: { role: 'assistant', tool_calls: calls }, finishReason: 'tool_calls', model: 'm', deployment: 'd' };
    const cut = { ...told, units: 3, toolCalls: true, toolCallsCut: true };
    expect(rendered(succeeded({ result, told: cut })).slice(0, 2)).toEqual([
      [6, 'snapshot', { status: 'running', attempt: 1, text, tool_calls: [{ index: 0, ...calls[0] }] }],
      [7, 'usage', expect.anything()],
    ]);
  });

  it('are what had come and an error for a task that did not succeed, its history included', () => {
    const attemptHistory = [{ number: 1, outcome: 'failed' as const, endedAtMs: 0, code: 'upstream_unavailable' as const }];
    expect(rendered(failed({ partial: { text: 'Because' }, told: { ...told, units: 3 }, attemptHistory }))).toEqual([
      [6, 'delta', { index: 2, attempt: 1, text: 'ause' }],
      [7, 'state', { status: 'failed', attempt: 1 }],
      [
        8,
        'error',
        expect.objectContaining({
          code: 'upstream_unavailable',
          retryable: true,
          attempt_history: [expect.objectContaining({ number: 1 })],
        }),
      ],
    ]);
  });

  it('count an answer that was there already as told by the first attempt, though none began', () => {
    const kept = succeeded({ cached: true, attempts: 0, told: { ...told, seq: 1, attempt: 0, deltas: 0 } });
    expect(rendered(kept).map(([seq, kind]) => [seq, kind])).toEqual([
      [2, 'delta'],
      [3, 'usage'],
      [4, 'state'],
      [5, 'result'],
    ]);
    expect(rendered(kept)[0]?.[2]).toMatchObject({ index: 0, attempt: 1 });
    expect(rendered(kept)[2]?.[2]).toEqual({ status: 'succeeded' });
  });

  it('say that the answer is gone if it went before it was told', () => {
    const { result: _, usage: __, ...task } = succeeded({ told });
    expect(rendered(task)).toEqual([
      [6, 'state', { status: 'succeeded', attempt: 1 }],
      [7, 'error', expect.objectContaining({ code: 'task_gone', retryable: false })],
    ]);
    expect(rendered(storedTask({ state: 'cancelled', told, failure: { code: 'cancelled', message: 'x' } })).at(-1)?.[2]).toMatchObject({
      code: 'cancelled',
    });
  });
});
