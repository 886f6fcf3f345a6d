import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cut, freePort, refuse, startUpstream, type Upstream } from '@millrace/testing';
import type { LlmClient } from './llm-client.js';
import type { LlmOutcome } from './llm-outcome.js';
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

const failureOf = (outcome: LlmOutcome) => {
  if (outcome.kind !== 'failed') throw new Error(`expected a failure, got ${outcome.kind}`);
  return outcome.failure;
};
const refusedWith = async (...refusal: Parameters<typeof refuse>) => {
  upstream.next(refuse(...refusal));
  return failureOf(await client.complete(question));
};

describe('a status that is no answer', () => {
  it.each([
    [400, 'upstream_rejected', false],
    [401, 'upstream_unauthorized', false],
    [402, 'upstream_unauthorized', false],
    [403, 'upstream_unauthorized', false],
    [404, 'upstream_rejected', false],
    [405, 'upstream_rejected', false],
    [408, 'upstream_unavailable', true],
    [409, 'upstream_unavailable', true],
    [413, 'upstream_rejected', false],
    [415, 'upstream_rejected', false],
    [418, 'upstream_rejected', false],
    [422, 'upstream_rejected', false],
    [429, 'upstream_rate_limited', true],
    [451, 'upstream_rejected', false],
    [500, 'upstream_unavailable', true],
    [502, 'upstream_unavailable', true],
    [503, 'upstream_unavailable', true],
    [504, 'upstream_unavailable', true],
    [529, 'upstream_unavailable', true],
  ])('%i is %s, and worth another try: %s', async (status, code, retryable) => {
    expect(await refusedWith(status)).toEqual({ code, retryable, status, message: `The provider answered ${status}.` });
  });

  it('is not tried again when the quota is used up, for only a person can change that', async () => {
    const failure = await refusedWith(429, { code: 'insufficient_quota' });
    expect(failure).toMatchObject({
      code: 'upstream_quota_exhausted',
      retryable: false,
      message: 'The provider answered 429 (insufficient_quota).',
    });
  });

  it('is not repeated when x-should-retry forbids it, and x-should-retry cannot ask for more', async () => {
    expect(await refusedWith(500, { headers: { 'x-should-retry': 'false' } })).toMatchObject({ retryable: false });
    expect(await refusedWith(400, { headers: { 'x-should-retry': 'true' } })).toMatchObject({ retryable: false });
    expect(await refusedWith(400, { headers: { 'x-should-retry': 'maybe' } })).toMatchObject({ retryable: false });
  });

  it('carries how long to wait, on any status, and the id of the call', async () => {
    const headers = { 'retry-after': '120', 'x-request-id': 'req_42' };
    expect(await refusedWith(503, { headers })).toMatchObject({ retryAfterMs: 120_000, upstreamRequestId: 'req_42' });
    expect(await refusedWith(429)).not.toHaveProperty('retryAfterMs');
  });

  it('is told from its status when the body is a page, nothing, or without end', async () => {
    upstream.next((reply) => reply.send(502, '<html>Bad gateway</html>', { 'content-type': 'text/html' }));
    upstream.next((reply) => reply.send(500, ''));
    upstream.next((reply) => reply.send(503, 'x'.repeat(10_000_000)));
    for (const status of [502, 500, 503]) {
      expect(failureOf(await client.complete(question))).toMatchObject({ code: 'upstream_unavailable', status });
    }
  });

  it('leads nowhere when it is a redirect: the key stays with its host', async () => {
    const elsewhere = await startUpstream();
    upstream.next((reply) => reply.send(307, '', { location: `${elsewhere.url}/chat/completions` }));
    expect(failureOf(await client.complete(question))).toMatchObject({ code: 'upstream_invalid_answer', status: 307, retryable: false });
    expect(elsewhere.calls).toHaveLength(0);
    await elsewhere.close();
  });
});

describe('a connection that fails', () => {
  it('is unreachable when nobody listens', async () => {
    const lonely = clientForTests({ baseUrl: `http://127.0.0.1:${await freePort()}/v1` });
    const failure = failureOf(await lonely.complete(question));
    expect(failure).toMatchObject({ code: 'upstream_unreachable', retryable: true, message: expect.stringContaining('ECONNREFUSED') });
    await lonely.close();
  });

  it('is unreachable when it is cut before the answer', async () => {
    upstream.next(cut());
    expect(failureOf(await client.complete(question))).toMatchObject({ code: 'upstream_unreachable', retryable: true });
  });

  it('breaks the stream when it is cut in the middle, and keeps what had come', async () => {
    upstream.next(cut('Mills ', 'stand '));
    const outcome = await client.complete(question);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code: 'upstream_stream_broken', retryable: true },
      partial: { text: 'Mills stand ', usage: null },
    });
  });

  it('fails calls that run when the client is closed, and those that come later', async () => {
    const closing = clientForTests({ baseUrl: upstream.url });
    upstream.next((reply) => reply.delta('first'));
    const running = closing.complete(question, { onDelta: () => void closing.close() });
    expect(failureOf(await running)).toMatchObject({ code: 'upstream_stream_broken' });
    expect(failureOf(await closing.complete(question))).toMatchObject({ code: 'upstream_unreachable' });
    await Promise.all([closing.close(), closing.close()]);
  });
});
