import { getEventListeners, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answer, createGate, hang, startUpstream, type Upstream } from '@millrace/testing';
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

const nothing = { kind: 'aborted', sent: false, partial: { text: '', usage: null } };
const inputOnly = { inputTokens: 9, outputTokens: 0, totalTokens: 9 };
const unanswered = { kind: 'aborted', sent: true, partial: { text: '', usage: null, estimatedUsage: inputOnly } };

describe('a call whose caller gives up', () => {
  it('closes its socket before the answer has begun', async () => {
    const abort = new AbortController();
    upstream.next(hang());
    const index = upstream.calls.length;
    const outcome = client.complete(question, { signal: abort.signal });
    const { ended } = await upstream.call(index);
    abort.abort();
    expect(await outcome).toEqual(unanswered);
    expect(await ended).toEqual({ aborted: true });
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });

  it('closes its socket in the middle of the answer and keeps what had come', async () => {
    const abort = new AbortController();
    upstream.next((reply) => reply.delta('Mills '));
    const index = upstream.calls.length;
    const outcome = client.complete(question, { signal: abort.signal, onDelta: () => abort.abort() });
    expect(await outcome).toEqual({
      kind: 'aborted',
      sent: true,
      partial: { text: 'Mills ', usage: null, estimatedUsage: { inputTokens: 9, outputTokens: 2, totalTokens: 11 } },
    });
    expect(await (await upstream.call(index)).ended).toEqual({ aborted: true });
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });

  it('makes no call when it had given up before', async () => {
    const before = upstream.calls.length;
    expect(await client.complete(question, { signal: AbortSignal.abort() })).toEqual(nothing);
    expect(await client.complete(question)).toMatchObject({ kind: 'succeeded' });
    expect(upstream.calls).toHaveLength(before + 1);
  });

  it('does not wait for a connection that is being made', async () => {
    const silent = createServer((socket) => void socket.on('error', () => {}));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const abort = new AbortController();
    const connecting = clientForTests({ baseUrl: `https://127.0.0.1:${(silent.address() as AddressInfo).port}/v1` });
    const outcome = connecting.complete(question, { signal: abort.signal });
    const [socket] = (await once(silent, 'connection')) as [Socket];
    abort.abort();
    expect(await outcome).toEqual(nothing);
    // Not even the half-made connection outlives the client.
    const closed = once(socket, 'close');
    await connecting.close();
    await closed;
    silent.close();
  });

  it('does not wait for a free socket, and its request is never sent', async () => {
    const narrow = clientForTests({ baseUrl: upstream.url, connections: 1 });
    const gate = createGate();
    const before = upstream.calls.length;
    upstream.next(answer('first', { after: gate.opened }));
    const first = narrow.complete(question);
    await upstream.call(before);
    const abort = new AbortController();
    const second = narrow.complete(question, { signal: abort.signal });
    // One turn of the event loop, in which the request joins the queue for the socket.
    await setImmediate();
    abort.abort();
    expect(await second).toEqual(nothing);
    gate.open();
    expect(await first).toMatchObject({ text: 'first' });
    expect(await narrow.complete(question)).toMatchObject({ text: 'ok' });
    expect(upstream.calls).toHaveLength(before + 2);
    await narrow.close();
  });

  it('changes nothing once the answer is there', async () => {
    const abort = new AbortController();
    expect(await client.complete(question, { signal: abort.signal })).toMatchObject({ kind: 'succeeded' });
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    abort.abort();
    expect(await client.complete(question)).toMatchObject({ kind: 'succeeded' });
  });

  it('is not held up by another call of the same client', async () => {
    const abort = new AbortController();
    const gate = createGate();
    upstream.next(answer('kept', { after: gate.opened }), hang());
    const index = upstream.calls.length;
    const kept = client.complete(question);
    await upstream.call(index);
    const dropped = client.complete(question, { signal: abort.signal });
    await upstream.call(index + 1);
    abort.abort();
    expect(await dropped).toEqual(unanswered);
    gate.open();
    expect(await kept).toMatchObject({ text: 'kept' });
  });
});
