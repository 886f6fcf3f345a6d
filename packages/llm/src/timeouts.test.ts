import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hang, startUpstream, type Upstream, type UpstreamScript } from '@millrace/testing';
import type { LlmTimeouts } from './llm-deployment.js';
import { clientForTests, question } from './test-client.js';

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());

const outcomeOf = async (script: UpstreamScript, timeouts: Partial<LlmTimeouts>) => {
  const client = clientForTests({ baseUrl: upstream.url, timeouts });
  upstream.next(script);
  const index = upstream.calls.length;
  const outcome = await client.complete(question);
  // The upstream learns of it by its socket closing, with the client still open.
  expect(await (await upstream.call(index)).ended).toEqual({ aborted: true });
  await client.close();
  return outcome;
};
const timedOut = (timeout: string, message: string) => ({
  kind: 'failed',
  failure: { code: 'upstream_timeout', retryable: true, timeout, message: expect.stringContaining(message) },
});

describe('the clocks of a call', () => {
  it('give up on a connection that is not made', async () => {
    // Takes the connection and never answers the TLS greeting.
    const silent = createServer((socket) => void socket.on('error', () => {}));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const client = clientForTests({
      baseUrl: `https://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`,
      timeouts: { connectMs: 50 },
    });
    const outcome = await client.complete(question);
    await client.close();
    silent.close();
    expect(outcome).toMatchObject(timedOut('connect', 'within 50 ms (connect timeout)'));
  });

  it('give up on an upstream that takes the request and says nothing', async () => {
    expect(await outcomeOf(hang(), { firstByteMs: 50 })).toMatchObject(timedOut('first_byte', 'first byte timeout'));
  });

  it('do not take headers for the first byte', async () => {
    expect(await outcomeOf((reply) => reply.openStream(), { firstByteMs: 50 })).toMatchObject(timedOut('first_byte', 'within 50 ms'));
  });

  it('give up on a stream that falls silent, and keep what had come', async () => {
    const outcome = await outcomeOf((reply) => reply.delta('Mills '), { idleMs: 50 });
    expect(outcome).toMatchObject({ ...timedOut('idle', 'idle timeout'), partial: { text: 'Mills ', usage: null } });
  });

  it('give up on a stream that goes on and on', async () => {
    const drip: UpstreamScript = async (reply, call) => {
      let gone = false;
      void call.ended.then(() => {
        gone = true;
      });
      while (!gone) {
        reply.delta('.');
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    expect(await outcomeOf(drip, { totalMs: 50 })).toMatchObject(timedOut('total', 'total timeout'));
  });

  it('do not make a failure of silence after the finish reason', async () => {
    const finished: UpstreamScript = (reply) => reply.raw('data: {"choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}\n\n');
    expect(await outcomeOf(finished, { idleMs: 50 })).toMatchObject({ kind: 'succeeded', text: 'x' });
  });

  it('let a refusal be a refusal though its body never ends', async () => {
    const client = clientForTests({ baseUrl: upstream.url, timeouts: { idleMs: 50 } });
    upstream.next((reply) => reply.send(401, 'part', { 'content-length': '100' }));
    const failure = { code: 'upstream_unauthorized', status: 401, retryable: false };
    expect(await client.complete(question)).toMatchObject({ kind: 'failed', failure });
    await client.close();
  });
});
