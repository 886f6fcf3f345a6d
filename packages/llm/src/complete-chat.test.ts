import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Model, startModel } from '@millrace/testing';
import type { LlmClient } from './llm-client.js';
import { clientForTests, question } from './test-client.js';

const ask = (content: string) => ({ ...question, model: 'gpt-4o-mini', messages: [{ role: 'user' as const, content }] });

let model: Model;
let client: LlmClient;
beforeAll(async () => {
  model = await startModel();
  model.add(
    { match: { userMessage: 'weather' }, response: { toolCalls: [{ name: 'look_up', arguments: '{"city":"Ulm"}', id: 'call_1' }] } },
    { match: { userMessage: 'think' }, response: { content: 'Because of water.', reasoning: 'Mills need water.' } },
    { match: { userMessage: 'long' }, response: { content: 'cut off', finishReason: 'length' } },
    { match: { userMessage: 'broken' }, response: { error: { message: 'no', type: 'server_error' }, status: 503 } },
  );
  client = clientForTests({ baseUrl: model.url });
});
afterAll(async () => {
  await client.close();
  await model.close();
});

describe('an answer of a well-behaved model', () => {
  it('comes whole, and piece by piece as it is written', async () => {
    const pieces: string[] = [];
    const outcome = await client.complete(ask('hello'), { onDelta: ({ text }) => void pieces.push(text) });
    expect(outcome).toMatchObject({
      kind: 'succeeded',
      text: 'Hello from the model.',
      message: { role: 'assistant', content: 'Hello from the model.' },
      finishReason: 'stop',
      model: 'gpt-4o-mini',
      firstDeltaMs: expect.any(Number),
    });
    expect(pieces.join('')).toBe('Hello from the model.');
    expect(pieces.length).toBeGreaterThan(1);
  });

  it('carries the tokens as the provider counted them', async () => {
    const outcome = await client.complete(ask('hello'));
    expect(outcome).toMatchObject({
      usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number), totalTokens: expect.any(Number) },
    });
  });

  it('may be a tool call, with no text', async () => {
    const outcome = await client.complete(ask('weather'));
    const call = { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{"city":"Ulm"}' } };
    expect(outcome).toMatchObject({ kind: 'succeeded', text: '', finishReason: 'tool_calls', message: { tool_calls: [call] } });
  });

  it('keeps what the model thought beside what it said', async () => {
    expect(await client.complete(ask('think'))).toMatchObject({
      text: 'Because of water.',
      message: { reasoning_content: 'Mills need water.' },
    });
  });

  it('says that it was cut for length', async () => {
    expect(await client.complete(ask('long'))).toMatchObject({ kind: 'succeeded', text: 'cut off', finishReason: 'length' });
  });

  it('fails as the model fails, after exactly one call', async () => {
    const before = model.requests().length;
    expect(await client.complete(ask('broken'))).toMatchObject({
      kind: 'failed',
      failure: { code: 'upstream_unavailable', status: 503, retryable: true },
    });
    expect(model.requests()).toHaveLength(before + 1);
  });
});
