import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startUpstream, type Upstream, type UpstreamReply } from '@millrace/testing';
import type { LlmClient } from './llm-client.js';
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

const answered = (script: (reply: UpstreamReply) => void) => {
  upstream.next(script);
  return client.complete(question);
};
const streamed = (bytes: string, headers = {}) =>
  answered((reply) => {
    reply.openStream(headers);
    if (bytes !== '') reply.raw(bytes);
    reply.end();
  });
const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
const piece = (content: string, more: object = {}) => event({ model: 'm', choices: [{ index: 0, delta: { content } }], ...more });
const finish = event({ model: 'm', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });

const invalid = { kind: 'failed', failure: { code: 'upstream_invalid_answer', retryable: true, blame: 'deployment' } };
const broken = { kind: 'failed', failure: { code: 'upstream_stream_broken', retryable: true, blame: 'deployment' } };

describe('what is no answer', () => {
  it.each([
    ['a web page', '<!doctype html><p>Log in</p>', invalid],
    ['a web page called a stream, after white space', '\n\n  <html></html>', invalid],
    ['plain text', 'All good here: nothing to see\n\nbye', invalid],
    ['JSON of something else', '{"hello":"world"}', invalid],
    ['half a JSON object', '{"choices":[{"message":{"content":"x"', invalid],
    ['a JSON completion without choices', '{"object":"chat.completion","choices":[]}', invalid],
    ['a list', '[{"error":{"message":"no"}}]', invalid],
    ['broken JSON in an event', `${piece('a')}data: {"choices":[{\n\n`, invalid],
    ['an event that is no object', 'data: 5\n\n', invalid],
    ['events of something else', event({ progress: 1 }), invalid],
    ['a body without a byte', '', broken],
    ['a stream with nothing but signs of life', ': ping\n\n: ping\n\n', broken],
    ['a stream that ends in the middle, politely', piece('a'), broken],
    ['a stream that is done without having finished', `${piece('a')}data: [DONE]\n\n`, broken],
    ['a stream that ends inside an event', `${piece('a')}data: {"choices":[{"index":0,"del`, broken],
  ])('is told apart: %s', async (_name, bytes, expected) => {
    expect(await streamed(bytes)).toMatchObject(expected);
  });

  it('is hung up on, not read to its end', async () => {
    const index = upstream.calls.length;
    expect(await answered((reply) => reply.raw('<html>and so on'))).toMatchObject(invalid);
    expect(await (await upstream.call(index)).ended).toEqual({ aborted: true });
  });

  it('includes what does not speak HTTP', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {}).once('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const confused = clientForTests({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
    const outcome = await confused.complete(question);
    await confused.close();
    server.close();
    expect(outcome).toMatchObject(invalid);
  });

  it('includes an answer without end, of which no more is read than fits', async () => {
    const line = `data: ${'x'.repeat(1_000_000)}`;
    upstream.next(async (reply, call) => {
      let gone = false;
      void call.ended.then(() => {
        gone = true;
      });
      while (!gone) {
        reply.raw(line);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    expect(await client.complete(question)).toMatchObject({
      ...invalid,
      failure: { message: 'The provider sent more than 64 MiB for one answer.' },
    });
  });
});

describe('an error inside an answer that began well', () => {
  it.each([
    ['unknown trouble', { message: 'x' }, 'upstream_unavailable', true],
    ['mere text', 'overloaded', 'upstream_unavailable', true],
    ['overload', { type: 'overloaded_error', message: 'x' }, 'upstream_unavailable', true],
    ['a limit', { code: 'rate_limit_exceeded' }, 'upstream_rate_limited', true],
    ['a status for a code', { code: 502, message: 'x' }, 'upstream_unavailable', true],
    ['a rejecting status for a code', { code: 400, message: 'x' }, 'upstream_rejected', false],
    ['a used-up quota', { code: 'insufficient_quota', type: 'insufficient_quota' }, 'upstream_quota_exhausted', false],
    ['a bad request', { code: 'context_length_exceeded', type: 'invalid_request_error' }, 'upstream_context_exceeded', false],
    ['a dead key', { code: 'invalid_api_key' }, 'upstream_unauthorized', false],
  ])('%s', async (_name, error, code, retryable) => {
    const failure = { code, retryable };
    expect(await streamed(piece('begun') + event({ error }))).toMatchObject({ kind: 'failed', failure, partial: { text: 'begun' } });
    expect(await streamed(`event: error\n${event({ error })}`)).toMatchObject({ kind: 'failed', failure });
    expect(await answered((reply) => reply.send(200, { error }))).toMatchObject({ kind: 'failed', failure });
  });
});

describe('an answer that is odd but whole', () => {
  it('may come as JSON though a stream was asked for', async () => {
    const outcome = await answered((reply) => reply.complete({ text: 'whole', model: 'm' }, { 'x-request-id': 'req_1' }));
    const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };
    expect(outcome).toMatchObject({
      kind: 'succeeded',
      text: 'whole',
      finishReason: 'stop',
      model: 'm',
      usage,
      upstreamRequestId: 'req_1',
    });
  });

  it('may come as JSON without a finish reason', async () => {
    const outcome = await answered((reply) => reply.send(200, { choices: [{ message: { role: 'assistant', content: 'x' } }] }));
    expect(outcome).toMatchObject({ kind: 'succeeded', text: 'x', finishReason: 'unknown', model: 'test-model', usage: null });
  });

  it.each(['text/plain', 'application/json', 'text/html', ''])('may be a stream called %p', async (type) => {
    expect(await streamed(piece('x') + finish, { 'content-type': type })).toMatchObject({ kind: 'succeeded', text: 'x' });
  });

  it('may lack [DONE] and usage, which is then unknown and not zero', async () => {
    expect(await streamed(piece('x') + finish)).toMatchObject({ kind: 'succeeded', usage: null });
  });

  it('may lose its connection after the finish reason', async () => {
    const outcome = await answered((reply) => {
      reply.raw(piece('x') + finish);
      setImmediate(() => reply.cut());
    });
    expect(outcome).toMatchObject({ kind: 'succeeded', text: 'x', usage: null });
  });

  it('may count tokens in every chunk, of which the last holds', async () => {
    const used = (completion_tokens: number) => ({ usage: { prompt_tokens: 1, completion_tokens } });
    expect(await streamed(piece('a', used(1)) + piece('b', used(2)) + finish)).toMatchObject({
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
    });
  });

  it('may hold unknown events and empty data', async () => {
    expect(await streamed(`event: hi\ndata:\n\n${piece('x')}${event({ choices: [] })}${finish}data: [DONE]\n\n`)).toMatchObject({
      kind: 'succeeded',
      text: 'x',
    });
  });
});
