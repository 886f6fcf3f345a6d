import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MillraceConnectionError } from '../errors/millrace-connection-error.js';
import { TaskFailedError } from '../errors/task-failed-error.js';
import { TextRestartedError } from '../errors/text-restarted-error.js';
import { clientOf } from '../testing/client-of.js';
import { events, frame, hangUp, problem } from '../testing/replies.js';
import { type ScriptedApi, startApi } from '../testing/start-api.js';
import type { TextRestart } from './tasks.js';

const queued = frame(1, 'state', { status: 'queued' });
const delta = (seq: number, text: string, attempt = 1): string => frame(seq, 'delta', { index: 0, attempt, text });
const result = (seq: number, text: string): string => frame(seq, 'result', { text });
const failure = (seq: number): string => frame(seq, 'error', { code: 'upstream_timeout', message: 'slow', retryable: true });

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};

describe('a stream of events', () => {
  let api: ScriptedApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const client = (options: Parameters<typeof clientOf>[1] = {}) => clientOf(api.url, options).millrace;
  const lastEventIds = () => api.asked.map(({ headers }) => headers['last-event-id']);

  it('tells each event once and in order over cut connections, and asks for what comes after the last one it has', async () => {
    api.replies(
      events(queued + delta(2, 'one '), 'cut'),
      hangUp,
      problem(503, 'store_unavailable'),
      events(`: hb\n\n${delta(3, 'two ')}id: 4\nevent: delta\ndata: {"cut`, 'cut'),
      events(delta(4, 'three')),
      events(result(5, 'one two three')),
    );
    const told = await all(client({ maxRetries: 0 }).tasks.stream('task_1'));
    expect(told.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual(['1 state', '2 delta', '3 delta', '4 delta', '5 result']);
    expect(lastEventIds()).toEqual([undefined, '2', '2', '2', '3', '4']);
    expect(api.asked[0]).toMatchObject({ method: 'GET', url: '/v1/tasks/task_1/events' });
  });

  it('reads events however their bytes are cut up, and whatever ends their lines', async () => {
    const bytes = Buffer.from(`: ☃\r\n\r\nid: 1\r\nevent: delta\r\ndata: {"text":\r\ndata: "ü🌊"}\r\n\r\n${result(2, '🌊')}`);
    for (const size of [1, 2, 3, 7, 1000]) {
      api.replies(async (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (let at = 0; at < bytes.length; at += size) {
          await new Promise((resolve) => response.write(bytes.subarray(at, at + size), resolve));
        }
        response.end();
      });
      const told = await all(client().tasks.stream('task_1'));
      expect(told.map(({ seq, data }) => [seq, (data as { text: string }).text])).toEqual([
        [1, 'ü🌊'],
        [2, '🌊'],
      ]);
    }
  });

  it('submits once, however often the answer is lost, and goes on by the id that it got', async () => {
    const place = { location: '/v1/tasks/task_9' };
    api.replies(hangUp, events(queued, 'cut', place), events(result(2, 'x')));
    const ids: string[] = [];
    const told = await all(client().tasks.stream({ prompt: 'p' }, { onTask: (id) => ids.push(id) }));
    expect(told.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(api.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v1/tasks',
      'POST /v1/tasks',
      'GET /v1/tasks/task_9/events',
    ]);
    expect(api.asked[0]?.headers['idempotency-key']).toBe(api.asked[1]?.headers['idempotency-key']);
    expect(api.asked[0]?.headers.accept).toBe('text/event-stream');
    expect(ids).toEqual(['task_9']);
  });

  it('begins after the event that it is told, and ends if there is none', async () => {
    api.replies((response) => void response.writeHead(204).end());
    expect(await all(client().tasks.stream('task_1', { after: 7 }))).toEqual([]);
    expect(lastEventIds()).toEqual(['7']);
  });

  it('goes on from a snapshot with a lower number', async () => {
    const snapshot = frame(3, 'snapshot', { status: 'running', attempt: 1, text: 'so far' });
    api.replies(events(snapshot, 'cut'), events(result(4, 'so far')));
    await all(client().tasks.stream('task_1', { after: 9 }));
    expect(lastEventIds()).toEqual(['9', '3']);
  });

  it('passes over kinds of events that it does not know', async () => {
    api.replies(events(frame(1, 'novelty', {}) + result(2, 'x')));
    expect((await all(client().tasks.stream('task_1'))).map(({ kind }) => kind)).toEqual(['result']);
  });

  it('comes back when it hears nothing, not even a heartbeat', async () => {
    api.replies(events(queued, 'stay'), events(result(2, 'x')));
    const told = await all(client({ streamSilenceMs: 100, reconnectForMs: Number.MAX_SAFE_INTEGER }).tasks.stream('task_1'));
    expect(told.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('waits as long as the server asks before it comes back', async () => {
    const { millrace, pauses } = clientOf(api.url, { random: () => 0 });
    api.replies(events(`${queued}retry: 1234\n\n`), events(result(2, 'x')));
    await all(millrace.tasks.stream('task_1'));
    expect(pauses).toEqual([1234]);
  });

  it('tries to come back for as long as it may, and then throws', async () => {
    const { millrace, pauses } = clientOf(api.url, { reconnectForMs: 20_000, maxRetries: 1 });
    api.replies(events(queued, 'cut'), hangUp);
    await expect(all(millrace.tasks.stream('task_1'))).rejects.toBeInstanceOf(MillraceConnectionError);
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  });

  it('throws at once when there is no such task, or no longer', async () => {
    api.replies(problem(404, 'unknown_task'));
    await expect(all(client().tasks.stream('task_1'))).rejects.toMatchObject({ code: 'unknown_task' });
    api.replies(events(queued), problem(410, 'task_erased'));
    await expect(all(client().tasks.stream('task_1'))).rejects.toMatchObject({ code: 'task_erased' });
  });

  it('hangs up when its reader leaves', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    api.replies((response, asked) => {
      response.once('close', resolve);
      return events(queued, 'stay')(response, asked);
    });
    for await (const _ of client().tasks.stream('task_1')) break;
    await closed;
  });

  it('gives up when its signal says so, also in the middle of silence', async () => {
    const given = new AbortController();
    api.replies(events(queued, 'stay'));
    const reading = (async () => {
      for await (const _ of client().tasks.stream('task_1', { signal: given.signal })) setImmediate(() => given.abort(new Error('enough')));
    })();
    await expect(reading).rejects.toThrow('enough');
  });

  describe('as text', () => {
    it('is the text of the result, in pieces', async () => {
      api.replies(events(queued + delta(2, 'one '), 'cut'), events(delta(3, '') + delta(4, 'two') + result(5, 'one two')));
      expect(await all(client().tasks.text('task_1'))).toEqual(['one ', 'two']);
    });

    it('goes on after a snapshot where it was', async () => {
      const snapshot = frame(8, 'snapshot', { status: 'running', attempt: 1, text: 'one two ' });
      api.replies(events(delta(1, 'one '), 'cut'), events(snapshot + delta(9, 'three') + result(10, 'one two three')));
      expect(await all(client().tasks.text('task_1'))).toEqual(['one ', 'two ', 'three']);
    });

    const restart = frame(3, 'restart', { attempt: 2, reason: 'lost' });

    it('tells when what was given is void', async () => {
      const restarts: TextRestart[] = [];
      api.replies(events(delta(2, 'wrong') + restart + delta(4, 'right', 2) + result(5, 'right')));
      const text = client().tasks.text('task_1', { onRestart: (one) => restarts.push(one) });
      expect(await all(text)).toEqual(['wrong', 'right']);
      expect(restarts).toEqual([{ attempt: 2, reason: 'lost' }]);
      api.replies(events(delta(2, 'wrong') + frame(3, 'snapshot', { attempt: 3, text: 'right' }) + result(4, 'right')));
      expect(await all(client().tasks.text('task_1', { onRestart: (one) => restarts.push(one) }))).toEqual(['wrong', 'right']);
      expect(restarts[1]).toEqual({ attempt: 3, reason: 'snapshot' });
    });

    it('throws when what was given is void and nobody is there to be told; else it begins anew without a word', async () => {
      api.replies(events(delta(2, 'wrong') + restart + delta(4, 'right', 2) + result(5, 'right')));
      await expect(all(client().tasks.text('task_1'))).rejects.toBeInstanceOf(TextRestartedError);
      api.replies(events(queued + restart + delta(4, 'right', 2) + result(5, 'right')));
      expect(await all(client().tasks.text('task_1'))).toEqual(['right']);
    });

    it('throws when the task ends without success', async () => {
      api.replies(events(delta(2, 'half') + failure(3)));
      const error = await all(client().tasks.text('task_1')).catch((reason) => reason);
      expect(error).toBeInstanceOf(TaskFailedError);
      expect(error).toMatchObject({ code: 'upstream_timeout', retryable: true, failure: { message: 'slow' } });
    });
  });
});
