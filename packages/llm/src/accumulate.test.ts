import { describe, expect, it } from '@jest/globals';
import { createAnswer } from './accumulate.js';
import type { JsonObject } from './json-object.js';
import type { AnswerPiece } from './llm-client.js';
import { mergeToolCalls } from './merge-tool-calls.js';

const collect = (...deltas: readonly JsonObject[]) => {
  const pieces: AnswerPiece[] = [];
  const begun: true[] = [];
  const answer = createAnswer({ onDelta: (piece) => void pieces.push(piece), onBegin: () => void begun.push(true) });
  for (const delta of deltas) answer.add({ choices: [{ index: 0, delta }] });
  return { answer, pieces, texts: pieces.map(({ text }) => text), begins: begun.length };
};

describe('createAnswer', () => {
  it('joins the text and hands each piece on once', () => {
    const { answer, texts, begins } = collect({ role: 'assistant', content: '' }, { content: 'Hel' }, { content: 'lo' });
    expect(answer.message()).toEqual({ role: 'assistant', content: 'Hello' });
    expect([answer.text, texts, begins]).toEqual(['Hello', ['Hel', 'lo'], 1]);
  });

  it('has not begun with a mere role', () => {
    expect(collect({ role: 'assistant', content: '', refusal: null, tool_calls: [] }).begins).toBe(0);
  });

  it('puts tool calls together by their index, in whatever order the pieces come', () => {
    const call = (index: number, more: JsonObject) => ({ tool_calls: [{ index, ...more }] });
    const { answer, begins } = collect(
      call(0, { id: 'a', type: 'function', function: { name: 'look_up', arguments: '' } }),
      call(1, { id: 'b', type: 'function', function: { name: 'add', arguments: '{"x"' } }),
      call(0, { function: { arguments: '{"q":' } }),
      call(1, { id: '', function: { name: 'add', arguments: ':1}' } }),
      call(0, { function: { arguments: '1}' } }),
    );
    expect(answer.message().tool_calls).toEqual([
      { id: 'a', type: 'function', function: { name: 'look_up', arguments: '{"q":1}' } },
      { id: 'b', type: 'function', function: { name: 'add', arguments: '{"x":1}' } },
    ]);
    expect([answer.text, begins]).toEqual(['', 1]);
  });

  it('hands on the pieces of tool calls as they came, with what text came beside them', () => {
    const first = { index: 0, id: 'a', type: 'function', function: { name: 'look_up', arguments: '' } };
    const next = { index: 0, function: { arguments: '{"q":1}' } };
    const { pieces } = collect(
      { content: 'Wait.', tool_calls: [structuredClone(first)] },
      { content: null, tool_calls: [next] },
      { tool_calls: [] },
    );
    expect(pieces).toEqual([
      { text: 'Wait.', toolCalls: [first] },
      { text: '', toolCalls: [next] },
    ]);
    expect(mergeToolCalls(pieces.flatMap(({ toolCalls }) => toolCalls))).toEqual([
      { index: 0, id: 'a', type: 'function', function: { name: 'look_up', arguments: '{"q":1}' } },
    ]);
  });

  it('hands on an answer that was not streamed as one piece, its tool calls numbered', () => {
    const { answer, pieces } = collect();
    const call = { id: 'a', type: 'function', function: { name: 'look_up', arguments: '{}' } };
    answer.addWhole({ choices: [{ message: { role: 'assistant', content: 'Hi', tool_calls: [call, 5, call] }, finish_reason: 'stop' }] });
    expect(pieces).toEqual([
      {
        text: 'Hi',
        toolCalls: [
          { index: 0, ...call },
          { index: 1, ...call },
        ],
      },
    ]);
  });

  it('keeps whole tool calls of servers that number none', () => {
    const { answer } = collect(
      { tool_calls: [{ id: 'a', function: { name: 'x' } }] },
      { tool_calls: [{ id: 'b', function: { name: 'y' } }] },
    );
    expect(answer.message().tool_calls).toHaveLength(2);
  });

  it('keeps refusal, annotations and reasoning, under the names the provider uses', () => {
    const { answer } = collect(
      { reasoning_content: 'Let me ', refusal: null },
      { reasoning_content: 'think', annotations: [{ type: 'url_citation' }] },
      { refusal: 'I ', reasoning_details: [{ index: 0, type: 'reasoning.text', text: 'a' }] },
      { refusal: 'will not', reasoning_details: [{ index: 0, type: 'reasoning.text', text: 'b' }] },
    );
    expect(answer.message()).toEqual({
      role: 'assistant',
      reasoning_content: 'Let me think',
      refusal: 'I will not',
      annotations: [{ type: 'url_citation' }],
      reasoning_details: [{ index: 0, type: 'reasoning.text', text: 'ab' }],
    });
  });

  it('reads text that comes as parts, before or after plain text', () => {
    const parts = {
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'b' },
      ],
    };
    const { answer } = collect({ content: 'a' }, parts, { content: 'c' });
    expect(answer.text).toBe('abc');
    expect(answer.message().content).toEqual([{ type: 'text', text: 'a' }, ...parts.content, { type: 'text', text: 'c' }]);
  });

  it('does not let a provider touch a prototype', () => {
    const { answer } = collect(JSON.parse('{"__proto__":{"polluted":1},"audio":{"__proto__":{"polluted":2},"id":"x"}}'), {
      audio: JSON.parse('{"__proto__":{"polluted":3}}'),
    });
    expect(({} as JsonObject).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(answer.message())).toBe(Object.prototype);
    expect((answer.message() as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('looks at the first choice only', () => {
    const { answer } = collect();
    answer.add({ choices: [{ index: 1, delta: { content: 'second' } }] });
    answer.add({ choices: [{ index: 0, delta: { content: 'first' } }] });
    expect(answer.text).toBe('first');
  });

  it.each([
    null,
    5,
    'x',
    [],
    {},
    { choices: 'x' },
    { choices: [null, 5] },
    { choices: [{ delta: 7 }] },
    { choices: [{ delta: { tool_calls: 'x', content: 5 } }] },
  ])('survives %j for a chunk', (chunk) => {
    const { answer } = collect();
    if (chunk !== null && typeof chunk === 'object') answer.add(chunk as JsonObject);
    expect([answer.text, answer.finishReason, answer.usage]).toEqual(['', undefined, null]);
  });
});

describe('usage', () => {
  const usageOf = (usage: unknown) => {
    const { answer } = collect();
    answer.add({ choices: [], usage });
    return answer.usage;
  };

  it('tells zero from unknown', () => {
    expect(usageOf({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })).toEqual({
      inputTokens: 0,
      outputTokens: 0,
      totalTokens: 0,
    });
    expect(usageOf(undefined)).toBeNull();
    expect(usageOf(null)).toBeNull();
  });

  it('reads the details where they are given, zero included', () => {
    const details = { prompt_tokens_details: { cached_tokens: 0 }, completion_tokens_details: { reasoning_tokens: 2 } };
    expect(usageOf({ prompt_tokens: 3, completion_tokens: 4, total_tokens: 7, ...details })).toEqual({
      inputTokens: 3,
      outputTokens: 4,
      totalTokens: 7,
      cachedInputTokens: 0,
      reasoningTokens: 2,
    });
  });

  it.each([
    {},
    'x',
    { prompt_tokens: 1 },
    { prompt_tokens: -1, completion_tokens: 1 },
    { prompt_tokens: '1', completion_tokens: 1 },
    { prompt_tokens: 0.5, completion_tokens: 1 },
  ])('does not believe %j', (usage) => {
    expect(usageOf(usage)).toBeNull();
  });
});
