import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, hang, startUpstream, type Upstream, type UpstreamScript } from '@millrace/testing';
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

  it('close the socket of a connection that is not made, with the client still open', async () => {
    const silent = createServer((socket) => void socket.on('error', () => {}).resume());
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const baseUrl = `https://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`;
    const client = clientForTests({ baseUrl, connections: 1, timeouts: { connectMs: 50 } });
    const connected = once(silent, 'connection') as Promise<[Socket]>;
    // The second waits behind the first for the one socket there may be, and is not forgotten there.
    const outcomes = await Promise.all([client.complete(question), client.complete(question)]);
    const [socket] = await connected;
    await eventually(() => socket.closed);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ failure: { timeout: 'connect', blame: 'deployment', sent: false } });
    await client.close();
    silent.close();
  });

  it('do not take headers for the first byte', async () => {
    expect(await outcomeOf((reply) => reply.openStream(), { firstByteMs: 50 })).toMatchObject(timedOut('first_byte', 'within 50 ms'));
  });

  it('give up on a stream that falls silent, and keep what had come', async () => {
    const outcome = await outcomeOf((reply) => reply.delta('Mills '), { idleMs: 50 });
    expect(outcome).toMatchObject({ ...timedOut('idle', 'idle timeout'), partial: { text: 'Mills ', usage: null } });
  });

  it('give up on a stream that falls silent inside a piece', async () => {
    const half: UpstreamScript = (reply) => reply.raw('data: {"choices":[{"index":0,"del');
    const outcome = await outcomeOf(half, { idleMs: 50 });
    expect(outcome).toMatchObject(timedOut('idle', 'idle timeout'));
    expect(outcome).not.toHaveProperty('partial');
  });

  it('give up on a stream of single bytes without end', async () => {
    const trickle: UpstreamScript = async (reply, call) => {
      reply.raw('data: {"choices":[{"index":0,"delta":{"content":"');
      let gone = false;
      void call.ended.then(() => {
        gone = true;
      });
      while (!gone) {
        reply.raw('.');
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    expect(await outcomeOf(trickle, { idleMs: 60_000, totalMs: 50 })).toMatchObject(timedOut('total', 'total timeout'));
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

describe('the one socket of a client', () => {
  it.each<[string, UpstreamScript, Partial<LlmTimeouts>]>([
    ['says nothing', hang(), { firstByteMs: 50 }],
    ['says headers and nothing more', (reply) => reply.openStream(), { firstByteMs: 50 }],
    ['falls silent inside a piece', (reply) => reply.raw('data: {"choi'), { idleMs: 50 }],
    ['falls silent after a piece', (reply) => reply.delta('Mills '), { idleMs: 50 }],
    ['does not come to its end', (reply) => reply.delta('Mills '), { totalMs: 50 }],
  ])('is free for the next call when an upstream %s', async (_name, script, timeouts) => {
    const client = clientForTests({ baseUrl: upstream.url, connections: 1, timeouts });
    upstream.next(script);
    const index = upstream.calls.length;
    expect(await client.complete(question)).toMatchObject({ kind: 'failed', failure: { code: 'upstream_timeout', sent: true } });
    expect(await (await upstream.call(index)).ended).toEqual({ aborted: true });
    // Asked until it is answered in time: how fast this machine is proves nothing.
    await eventually(async () => (await client.complete(question)).kind === 'succeeded');
    await client.close();
  });
});
