import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGate } from '../gate.js';
import { startUpstream, type Upstream } from './start-upstream.js';
import { answer, cut, hang, refuse } from './upstream-scripts.js';

let upstream: Upstream;
const seen: string[] = [];

const ask = (body: object = {}, signal?: AbortSignal): Promise<Response> =>
  fetch(`${upstream.url}/chat/completions`, { method: 'POST', body: JSON.stringify(body), ...(signal && { signal }) });

const read = (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> =>
  reader.read().then(({ value }) => new TextDecoder().decode(value));

beforeEach(async () => {
  seen.length = 0;
  upstream = await startUpstream({ onRequest: ({ path }) => void seen.push(path) });
});
afterEach(() => upstream.close());

describe('startUpstream', () => {
  it('runs one queued script per call, then what is always done', async () => {
    upstream.next(answer('one'), refuse(429, { headers: { 'retry-after': '7' } }));
    upstream.always(answer('later'));
    expect(await (await ask()).json()).toMatchObject({ choices: [{ message: { content: 'one' } }], usage: { total_tokens: 5 } });
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await (await ask()).json()).toMatchObject({ choices: [{ message: { content: 'later' } }] });
  });

  it('keeps every call with its time, headers and body', async () => {
    const before = Date.now();
    await ask({ model: 'a' });
    const call = await upstream.call(0);
    expect(call).toMatchObject({ method: 'POST', path: '/v1/chat/completions', body: { model: 'a' } });
    expect(call.at).toBeGreaterThanOrEqual(before);
    expect(seen).toEqual(['/v1/chat/completions']);
    expect(upstream.calls).toHaveLength(1);
  });

  it('streams when asked to, and ends as OpenAI does', async () => {
    upstream.next(answer('Hello you'));
    const events = (await (await ask({ stream: true })).text()).trim().split('\n\n');
    const deltas = events.slice(0, 2).map((event) => JSON.parse(event.slice(6)).choices[0].delta.content);
    expect(deltas).toEqual(['Hello ', 'you']);
    expect(events.slice(2).map((event) => event.slice(0, 12))).toEqual(['data: {"id":', 'data: {"id":', 'data: [DONE]']);
  });

  it('holds a stream until the test lets it go on', async () => {
    const gate = createGate();
    upstream.next(async (reply) => {
      reply.delta('first');
      await gate.opened;
      reply.delta('second');
      reply.finish();
    });
    const response = await ask({ stream: true });
    const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    expect(await read(reader)).toContain('first');
    expect(upstream.inFlight).toBe(1);
    gate.open();
    expect(await read(reader)).toContain('second');
  });

  it('waits before the first byte when told to', async () => {
    const gate = createGate();
    upstream.next(answer('held', { after: gate.opened }));
    const response = ask();
    await upstream.call(0);
    gate.open();
    expect((await response).status).toBe(200);
  });

  it('knows that a caller hung up', async () => {
    upstream.next(hang());
    const abort = new AbortController();
    const response = ask({}, abort.signal);
    const { ended } = await upstream.call(0);
    abort.abort();
    await expect(response).rejects.toThrow('abort');
    expect(await ended).toEqual({ aborted: true });
    expect(upstream.inFlight).toBe(0);
  });

  it('knows that a caller got everything', async () => {
    await (await ask()).text();
    expect(await (await upstream.call(0)).ended).toEqual({ aborted: false });
  });

  it('cuts a connection before the answer or in the middle of it', async () => {
    upstream.next(cut(), cut('half'));
    await expect(ask()).rejects.toThrow('fetch failed');
    const response = await ask({ stream: true });
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('cuts the connection when a script throws', async () => {
    upstream.next(() => {
      throw new Error('a mistake in the test');
    });
    await expect(ask()).rejects.toThrow('fetch failed');
  });

  it('closes with calls still hanging, and tells who waits for a call that never came', async () => {
    upstream.next(hang());
    const response = expect(ask()).rejects.toThrow('fetch failed');
    await upstream.call(0);
    const never = expect(upstream.call(1)).rejects.toThrow('before call 1 came');
    await upstream.close();
    await upstream.close();
    await Promise.all([response, never]);
  });
});
