import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startUpstream, type Upstream, type UpstreamScript } from '@millrace/testing';
import type { LlmClient } from './llm-client.js';
import { clientForTests } from './test-client.js';

const apiKey = 'sk-canary-key-4242';
const prompt = 'canary-prompt-9871';
const canaries = `${apiKey} ${prompt}`;
const request = { model: 'test-model', messages: [{ role: 'user' as const, content: prompt }] };

let upstream: Upstream;
let client: LlmClient;
beforeAll(async () => {
  upstream = await startUpstream();
  client = clientForTests({ baseUrl: upstream.url, apiKey });
});
afterAll(async () => {
  await client.close();
  await upstream.close();
});

const echo = { message: canaries, type: canaries, code: canaries, param: canaries };
const headers = { 'x-request-id': apiKey, 'x-should-retry': canaries, 'retry-after': canaries, 'content-type': 'application/json' };
const statuses = [302, 400, 401, 403, 404, 422, 429, 500, 503];
const scripts: [string, UpstreamScript][] = [
  ...statuses.flatMap((status): [string, UpstreamScript][] => [
    [`${status} with an error`, (reply) => reply.send(status, { error: echo }, headers)],
    [`${status} with text`, (reply) => reply.send(status, canaries, { ...headers, location: `http://127.0.0.1:1/${prompt}` })],
  ]),
  ['an error in a stream', (reply) => reply.raw(`data: ${JSON.stringify({ error: echo })}\n\n`)],
  ['an error event', (reply) => reply.raw(`event: error\ndata: ${JSON.stringify(echo)}\n\n`)],
  ['an error in JSON', (reply) => reply.send(200, { error: echo }, headers)],
  ['an error that is text', (reply) => reply.send(200, { error: canaries }, headers)],
  ['broken JSON', (reply) => reply.raw(`data: {"${canaries}\n\n`)],
  ['a page', (reply) => reply.send(200, `<html>${canaries}</html>`, headers)],
  ['text', (reply) => reply.send(200, canaries, headers)],
  ['a cut', (reply) => reply.cut()],
];

describe('a failure never shows the prompt or the key', () => {
  it.each(scripts)('when the provider sends them back in %s', async (_name, script) => {
    upstream.next(script);
    const outcome = await client.complete(request);
    if (outcome.kind !== 'failed') throw new Error(`expected a failure, got ${outcome.kind}`);
    expect(inspect(outcome, { depth: 10 })).not.toMatch(/canary/);
  });
});

describe('an id of the provider', () => {
  it('is passed on when it looks like one', async () => {
    upstream.next((reply) => reply.send(500, '', { 'x-request-id': 'req_0af7:1.2-3' }));
    expect(await client.complete(request)).toMatchObject({ failure: { upstreamRequestId: 'req_0af7:1.2-3' } });
  });

  it.each(['has a space', 'x'.repeat(129), `req_${apiKey}`])('is dropped when it does not: %p', async (id) => {
    upstream.next((reply) => reply.send(500, '', { 'x-request-id': id }));
    expect(await client.complete(request)).not.toHaveProperty('failure.upstreamRequestId');
  });
});
