import { describe, expect, it } from '@jest/globals';
import { omittableParameters } from '@millrace/contracts';
import { requestBody, requestBodySettings } from './request-body.js';
import { question } from './test-client.js';

const settings = { maxTokensParameter: 'max_tokens', defaultMaxTokens: 1_000, defaultTemperature: undefined } as const;

/** A request that sets all it can. */
const full = {
  ...question,
  maxTokens: 5,
  temperature: 0,
  topP: 0.5,
  stop: ['a'],
  seed: 0,
  responseFormat: { type: 'json_object' as const },
  tools: [{ type: 'function' as const, function: { name: 'look_up' } }],
  toolChoice: 'auto' as const,
};

describe('requestBody', () => {
  it('sends nothing that neither the caller nor the operator set', () => {
    expect(requestBody(question, settings)).toEqual({
      model: 'test-model',
      messages: question.messages,
      max_tokens: 1_000,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('sends all that the caller set, under the names of the API', () => {
    expect(requestBody(full, settings)).toMatchObject({
      max_tokens: 5,
      temperature: 0,
      top_p: 0.5,
      stop: ['a'],
      seed: 0,
      response_format: { type: 'json_object' },
      tools: full.tools,
      tool_choice: 'auto',
    });
  });

  it('never sends what else a payload holds, nor asks for several answers', () => {
    const payload = { ...question, metadata: { order: '42' }, cache: { noStore: true }, n: 3 };
    const sent = Object.keys(requestBody(payload, settings));
    expect(sent).not.toEqual(expect.arrayContaining(['metadata']));
    expect(sent).not.toEqual(expect.arrayContaining(['cache']));
    expect(sent).not.toEqual(expect.arrayContaining(['n']));
  });

  it("prefers the caller's temperature to the operator's, be it zero", () => {
    expect(requestBody(question, { ...settings, defaultTemperature: 0.7 }).temperature).toBe(0.7);
    expect(requestBody({ ...question, temperature: 0 }, { ...settings, defaultTemperature: 0.7 }).temperature).toBe(0);
  });

  it.each([
    ['auto', 'https://api.openai.com/v1', 'max_completion_tokens'],
    ['auto', 'https://eu.api.openai.com/v1', 'max_completion_tokens'],
    ['auto', 'https://notapi.openai.com.example/v1', 'max_tokens'],
    ['auto', 'http://127.0.0.1:8000/v1', 'max_tokens'],
    ['max_tokens', 'https://api.openai.com/v1', 'max_tokens'],
    ['max_completion_tokens', 'http://127.0.0.1:8000/v1', 'max_completion_tokens'],
  ] as const)('limits the answer with the parameter meant by %s at %s', (maxTokensParameter, baseUrl, expected) => {
    const timeouts = { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 };
    const chosen = requestBodySettings({ baseUrl, maxTokensParameter, defaultMaxTokens: 7, deployment: 'd', timeouts });
    expect(requestBody(question, chosen)).toHaveProperty(expected, 7);
    expect(Object.keys(requestBody(question, chosen)).filter((name) => name.startsWith('max_'))).toEqual([expected]);
  });

  it.each([...omittableParameters])('leaves %s out when the upstream refuses it', (name) => {
    const described = { baseUrl: 'http://127.0.0.1/v1', maxTokensParameter: 'max_tokens', defaultMaxTokens: 7, deployment: 'd' } as const;
    const timeouts = { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 };
    const sent = requestBody(full, requestBodySettings({ ...described, timeouts, unsupportedParameters: [name, 'messages'] }));
    expect(sent).not.toHaveProperty(name);
    expect(sent).toHaveProperty('messages');
    expect('stream_options' in sent).toBe(name !== 'stream_options' && name !== 'stream');
  });

  it('asks for the model by the name the upstream knows it by', () => {
    expect(requestBody(question, { ...settings, upstreamModel: 'known-there' }).model).toBe('known-there');
  });
});
