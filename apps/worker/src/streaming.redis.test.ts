import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createKeys } from '@millrace/store';
import { answer, createGate, cut, eventually, type UpstreamReply, type UpstreamScript } from '@millrace/testing';
import { createWorkerOnRedis, type WorkerOnRedis } from './fakes/worker-on-redis.js';

// Generous: it only costs time when a test is going to fail.
jest.setTimeout(30_000);

interface Delta {
  readonly index: number;
  readonly attempt: number;
  readonly text: string;
  readonly tool_calls?: readonly { readonly function: { readonly arguments: string } }[];
}

describe('what a worker tells of an answer while it comes', () => {
  let ground: WorkerOnRedis;
  beforeEach(async () => {
    ground = await createWorkerOnRedis();
  });
  afterEach(() => ground.close());

  const keys = () => createKeys(ground.server.prefix);
  /** The deltas that a follower of the task hears. */
  const follow = async (id: string) => {
    const listener = ground.server.redis.duplicate();
    const deltas: Delta[] = [];
    listener.on('message', (_channel, text) => {
      const [, kind, data] = /^\d+ (\w+) (.*)$/.exec(text) ?? [];
      if (kind === 'delta') deltas.push(JSON.parse(data as string));
    });
    await listener.subscribe(keys().follow(id));
    return { deltas, text: () => deltas.map(({ text }) => text).join(''), stop: () => listener.disconnect() };
  };
  /** Writes what the test gives it, when it does. */
  const dictated = () => {
    const { promise, resolve } = Promise.withResolvers<UpstreamReply>();
    const script: UpstreamScript = (reply) => resolve(reply);
    return { script, reply: promise };
  };

  it('comes to those who follow before the next piece is there, and the end tells the rest', async () => {
    const { upstream, submit, ended, startWorker } = ground;
    const { script, reply } = dictated();
    upstream.next(script);
    const id = await submit();
    const follower = await follow(id);
    await startWorker();
    const model = await reply;
    for (const [place, text] of ['For ', 'the ', 'wa🌊ter'].entries()) {
      model.delta(text);
      await eventually(() => follower.deltas.length > place);
    }
    model.delta('.');
    model.finish();
    const task = await ended(id);
    expect(follower.deltas.slice(0, 3)).toEqual([
      { index: 0, attempt: 1, text: 'For ' },
      { index: 1, attempt: 1, text: 'the ' },
      { index: 2, attempt: 1, text: 'wa🌊ter' },
    ]);
    expect(task.result?.text).toBe('For the wa🌊ter.');
    expect(task.told).toMatchObject({ deltas: follower.deltas.length, units: follower.text().length });
    expect('For the wa🌊ter.'.startsWith(follower.text())).toBe(true);
    follower.stop();
  });

  it('leaves no trace of a short answer that nobody follows', async () => {
    const { submit, ended, startWorker, upstream, server } = ground;
    upstream.always(answer('Short and sweet.'));
    await startWorker();
    const id = await submit();
    expect((await ended(id)).told).toEqual({ seq: 2, attempt: 1, deltas: 0, units: 0, toolCalls: false });
    expect(await server.redis.exists(keys().events(id))).toBe(0);
  });

  it('is void when the connection breaks: the next attempt tells its own answer from the start', async () => {
    const { upstream, submit, ended, startWorker } = ground;
    const half = dictated();
    upstream.next(half.script, answer('Another answer.'));
    const id = await submit();
    const follower = await follow(id);
    await startWorker();
    (await half.reply).delta('Half ');
    await eventually(() => follower.deltas.length === 1);
    (await half.reply).cut();
    const task = await ended(id);
    expect(task).toMatchObject({ state: 'succeeded', attempts: 2, result: { text: 'Another answer.' }, told: { attempt: 2 } });
    const second = follower.deltas.filter(({ attempt }) => attempt === 2);
    expect('Another answer.'.startsWith(second.map(({ text }) => text).join(''))).toBe(true);
    expect(second.map(({ index }) => index)).toEqual(second.map((_, place) => place));
    follower.stop();
  });

  it('brings tool calls in the pieces they come in, and all of them before the end', async () => {
    const { upstream, submit, ended, startWorker } = ground;
    const { script, reply } = dictated();
    upstream.next(script);
    const id = await submit();
    const follower = await follow(id);
    await startWorker();
    const model = await reply;
    const call = (piece: object) =>
      model.raw(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...piece }] } }] })}\n\n`);
    call({ id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '' } });
    await eventually(() => follower.deltas.length === 1);
    for (const letters of ['{"q"', ':', '1}']) call({ function: { arguments: letters } });
    model.finish();
    const task = await ended(id);
    const pieces = follower.deltas.flatMap((delta) => delta.tool_calls ?? []);
    expect(pieces[0]).toEqual({ index: 0, id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '' } });
    expect(pieces.map(({ function: { arguments: letters } }) => letters).join('')).toBe('{"q":1}');
    expect(task.told).toMatchObject({ toolCalls: true });
    expect(task.told.toolCallsCut ?? false).toBe(false);
    expect(task.result?.message.tool_calls).toEqual([
      { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{"q":1}' } },
    ]);
    follower.stop();
  });

  it('is known to be cut when Redis cannot take the rest of tool calls', async () => {
    const { upstream, submit, ended, startWorker, server } = ground;
    const { script, reply } = dictated();
    upstream.next(script);
    const id = await submit();
    const follower = await follow(id);
    await startWorker();
    const model = await reply;
    const call = (piece: object) =>
      model.raw(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...piece }] } }] })}\n\n`);
    call({ id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{' } });
    await eventually(() => follower.deltas.length === 1);
    // As if Redis had lost what it was told last.
    await server.redis.hset(keys().task(id), 'deltas', 0);
    call({ function: { arguments: '}' } });
    model.finish();
    expect(await ended(id)).toMatchObject({ state: 'succeeded', told: { toolCalls: true, toolCallsCut: true } });
    follower.stop();
  });

  it('is what is kept of a task that fails in the middle for good', async () => {
    const { upstream, submit, ended, startWorker } = ground;
    upstream.always(cut('For the '));
    await startWorker({ MILLRACE_MAX_ATTEMPTS: '1' });
    expect(await ended(await submit())).toMatchObject({
      state: 'failed',
      failure: { code: 'upstream_stream_broken' },
      partial: { text: 'For the ' },
      attemptHistory: [{ number: 1, outcome: 'failed', code: 'upstream_stream_broken' }],
    });
  });

  it('is what is kept of a task that was cancelled, though its call goes on for an identical one', async () => {
    const { upstream, submit, ended, startWorker, server } = ground;
    const gate = createGate();
    upstream.next(async (reply) => {
      reply.delta('For the ');
      await gate.opened;
      reply.delta('water.');
      reply.finish();
    });
    const same = { payload: { messages: [{ role: 'user' as const, content: 'the same' }] } };
    const first = await submit(same);
    const follower = await follow(first);
    const worker = await startWorker();
    await eventually(() => follower.deltas.length === 1);
    const second = await submit(same);
    await eventually(async () => (await worker.metrics()).includes('millrace_worker_active_attempts{route="small"} 2'));
    await server.redis.hset(keys().task(first), 'cancel', 1);
    expect(await ended(first)).toMatchObject({ state: 'cancelled', partial: { text: 'For the ' } });
    gate.open();
    expect(await ended(second)).toMatchObject({ state: 'succeeded', result: { text: 'For the water.' } });
    expect(upstream.calls).toHaveLength(1);
    follower.stop();
  });
});
