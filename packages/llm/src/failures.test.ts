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
    [400, 'upstream_rejected', false, 'caller'],
    [401, 'upstream_unauthorized', false, 'credential'],
    [402, 'upstream_unauthorized', false, 'credential'],
    [403, 'upstream_unauthorized', false, 'credential'],
    [404, 'upstream_rejected', false, 'caller'],
    [405, 'upstream_rejected', false, 'caller'],
    [408, 'upstream_unavailable', true, 'deployment'],
    [409, 'upstream_unavailable', true, 'deployment'],
    [413, 'upstream_rejected', false, 'caller'],
    [415, 'upstream_rejected', false, 'caller'],
    [418, 'upstream_rejected', false, 'caller'],
    [422, 'upstream_rejected', false, 'caller'],
    [429, 'upstream_rate_limited', true, 'limit'],
    [451, 'upstream_rejected', false, 'caller'],
    [500, 'upstream_unavailable', true, 'deployment'],
    [502, 'upstream_unavailable', true, 'deployment'],
    [503, 'upstream_unavailable', true, 'deployment'],
    [504, 'upstream_unavailable', true, 'deployment'],
    [529, 'upstream_unavailable', true, 'deployment'],
  ])('%i is %s, worth another try: %s, and laid to the %s', async (status, code, retryable, blame) => {
    const message = `The provider answered ${status}.`;
    expect(await refusedWith(status)).toEqual({ code, retryable, blame, sent: true, status, message });
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

  it('says to come back by a date, taken by the clock of the provider, or in the body', async () => {
    const headers = { date: 'Sun, 06 Nov 1994 08:49:07 GMT', 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' };
    expect(await refusedWith(429, { headers })).toMatchObject({ retryAfterMs: 30_000 });
    const error = { code: 429, message: 'Quota exceeded', status: 'RESOURCE_EXHAUSTED', details: [{ retryDelay: '34s' }] };
    upstream.next((reply) => reply.send(429, [{ error }]));
    expect(failureOf(await client.complete(question))).toMatchObject({ code: 'upstream_rate_limited', retryAfterMs: 34_000 });
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
    expect(failureOf(await client.complete(question))).toMatchObject({ code: 'upstream_invalid_answer', status: 307, retryable: true });
    expect(elsewhere.calls).toHaveLength(0);
    await elsewhere.close();
  });
});

describe('a connection that fails', () => {
  it('is unreachable when nobody listens', async () => {
    const lonely = clientForTests({ baseUrl: `http://127.0.0.1:${await freePort()}/v1` });
    const failure = failureOf(await lonely.complete(question));
    expect(failure).toMatchObject({
      code: 'upstream_unreachable',
      retryable: true,
      blame: 'deployment',
      sent: false,
      message: expect.stringContaining('ECONNREFUSED'),
    });
    await lonely.close();
  });

  it('is unreachable when it is cut before the answer', async () => {
    upstream.next(cut());
    expect(failureOf(await client.complete(question))).toMatchObject({ code: 'upstream_unreachable', retryable: true, sent: true });
  });

  it('breaks the stream when it is cut in the middle, and keeps what had come', async () => {
    upstream.next(cut('Mills ', 'stand '));
    const outcome = await client.complete(question);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code: 'upstream_stream_broken', retryable: true },
      partial: { text: 'Mills stand ', usage: null, estimatedUsage: { inputTokens: 9, outputTokens: 3, totalTokens: 12 } },
    });
  });

  it('is unreachable when its host has no address', async () => {
    // RFC 6761 keeps the name from ever having one.
    const nowhere = clientForTests({ baseUrl: 'http://millrace.invalid/v1' });
    expect(failureOf(await nowhere.complete(question))).toMatchObject({ code: 'upstream_unreachable', sent: false });
    await nowhere.close();
  });

  it('breaks the stream with what the provider had counted, if it had', async () => {
    const usage = { prompt_tokens: 7, completion_tokens: 2 };
    upstream.next((reply) => {
      reply.delta('Mills ');
      reply.raw(`data: ${JSON.stringify({ choices: [], usage })}\n\n`);
      setImmediate(() => reply.cut());
    });
    expect(await client.complete(question)).toMatchObject({
      failure: { code: 'upstream_stream_broken' },
      partial: { text: 'Mills ', usage: { inputTokens: 7, outputTokens: 2, totalTokens: 9 } },
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

describe('what a provider says of its limits', () => {
  const headers = { 'x-ratelimit-limit-requests': '600', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1.5s' };
  const rateLimits = { limitRequests: 600, remainingRequests: 0, resetRequestsMs: 1_500 };

  it('comes with an answer, a refusal and a broken answer alike', async () => {
    upstream.next(
      (reply) => reply.complete({ text: 'x' }, headers),
      refuse(429, { headers }),
      (reply) => {
        reply.openStream(headers);
        reply.raw('data: {broken\n\n');
      },
    );
    expect(await client.complete(question)).toMatchObject({ kind: 'succeeded', rateLimits });
    expect(await client.complete(question)).toMatchObject({ failure: { code: 'upstream_rate_limited' }, rateLimits });
    expect(await client.complete(question)).toMatchObject({ failure: { code: 'upstream_invalid_answer' }, rateLimits });
  });

  it('is absent when it says nothing', async () => {
    expect(await client.complete(question)).not.toHaveProperty('rateLimits');
  });
});
