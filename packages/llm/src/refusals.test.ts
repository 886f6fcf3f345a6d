import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startUpstream, type Upstream } from '@millrace/testing';
import type { LlmClient } from './llm-client.js';
import type { LlmFailure } from './llm-outcome.js';
import { clientForTests, question } from './test-client.js';

let upstream: Upstream;
let client: LlmClient;
beforeAll(async () => {
  upstream = await startUpstream();
  client = clientForTests({ baseUrl: upstream.url });
});
afterAll(async () => {
  await client.close();
  await upstream.close();
});

const canary = 'canary-of-the-prompt';
const failureFor = async (status: number, body: object): Promise<LlmFailure> => {
  upstream.next((reply) => reply.send(status, body, { 'content-type': 'application/json' }));
  const outcome = await client.complete(question);
  if (outcome.kind !== 'failed') throw new Error(`expected a failure, got ${outcome.kind}`);
  expect(inspect(outcome, { depth: 10 })).not.toContain(canary);
  return outcome.failure;
};
const says = (message: string, more: object = {}) => ({
  error: { message: `${message} ${canary}`, type: 'invalid_request_error', ...more },
});

describe('a question that does not fit into the context', () => {
  it.each<[string, number, object]>([
    [
      'OpenAI',
      400,
      says("This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.", {
        code: 'context_length_exceeded',
      }),
    ],
    ['OpenAI, by code alone', 400, says('', { code: 'context_length_exceeded' })],
    ['OpenAI, of one text', 400, says("Invalid 'messages[0].content': string too long.", { code: 'string_above_max_length' })],
    ['OpenAI, newer', 400, says('Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300000 tokens.')],
    ['Anthropic', 400, says('prompt is too long: 210000 tokens > 200000 maximum')],
    ['Anthropic, with the answer', 400, says('input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000')],
    [
      'Gemini',
      400,
      [
        {
          error: {
            code: 400,
            status: 'INVALID_ARGUMENT',
            message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
          },
        },
      ],
    ],
    [
      'vLLM',
      400,
      {
        object: 'error',
        message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
        type: 'BadRequestError',
        code: 400,
      },
    ],
    [
      'vLLM, newer',
      400,
      says('The decoder prompt (length 5000) is longer than the maximum model length of 4096.', { type: 'BadRequestError' }),
    ],
    [
      'llama.cpp',
      400,
      {
        error: {
          code: 400,
          type: 'exceed_context_size_error',
          message: 'the request exceeds the available context size, try increasing it',
          n_ctx: 4096,
        },
      },
    ],
    [
      'Mistral',
      400,
      {
        object: 'error',
        message: 'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
        code: '3051',
      },
    ],
    [
      'text-generation-inference',
      422,
      { error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096', error_type: 'validation' },
    ],
    ['Ollama', 400, says('prompt too long; exceeded max context length by 77 tokens')],
    ['a server of detail', 413, { detail: 'Input is too long for requested model.' }],
  ])('is told as such, not as a mistake like others: %s', async (_name, status, body) => {
    expect(await failureFor(status, body)).toMatchObject({
      code: 'upstream_context_exceeded',
      blame: 'context',
      retryable: false,
      status,
      message: expect.stringContaining("longer than the model's context"),
    });
  });

  it.each<[string, number, object]>([
    ['another mistake', 400, says('max_tokens is too large: 100000. This model supports at most 16384 completion tokens.')],
    ['a large body', 413, says('Request exceeds the maximum size')],
    ['an unknown model', 404, says('The model does not exist', { code: 'model_not_found' })],
    ['nothing at all', 400, {}],
    ['words of the prompt, further on', 400, says(`Bad request: ${'.'.repeat(1_000)} prompt is too long`)],
  ])('is not seen in %s', async (_name, status, body) => {
    expect(await failureFor(status, body)).toMatchObject({ code: 'upstream_rejected', blame: 'caller' });
  });

  it.each([429, 500, 401])('is not seen in a %i, whatever it says', async (status) => {
    expect((await failureFor(status, says('prompt is too long'))).blame).not.toBe('context');
  });
});

describe('a status that means something else', () => {
  it.each<[string, number, object, Partial<LlmFailure>]>([
    [
      "Gemini's 400 to a wrong key",
      400,
      [{ error: { code: 400, message: 'API key not valid. Please pass a valid API key.', status: 'INVALID_ARGUMENT' } }],
      { code: 'upstream_unauthorized', blame: 'credential' },
    ],
    [
      "Gemini's 400 to a wrong key, by its reason",
      400,
      [{ error: { code: 400, message: 'Nein.', details: [{ reason: 'API_KEY_INVALID', domain: 'googleapis.com' }] } }],
      { code: 'upstream_unauthorized', blame: 'credential' },
    ],
    [
      "Anthropic's 400 to an account without credit",
      400,
      says('Your credit balance is too low to access the Anthropic API.'),
      { code: 'upstream_quota_exhausted', blame: 'credential' },
    ],
    [
      "OpenAI's 429 to an account without credit",
      429,
      says('', { code: 'insufficient_quota' }),
      { code: 'upstream_quota_exhausted', blame: 'credential' },
    ],
    [
      "OpenAI's 429 to a question that never fits",
      429,
      says('Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40000.', {
        type: 'tokens',
        code: 'rate_limit_exceeded',
      }),
      { code: 'upstream_rejected', blame: 'caller', retryable: false },
    ],
  ])('is taken for what it is: %s', async (_name, status, body, expected) => {
    expect(await failureFor(status, body)).toMatchObject({ ...expected, status });
  });
});
