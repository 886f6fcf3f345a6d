import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createMillrace, type Millrace, MillraceError, type TaskEvent } from '@millrace/sdk';
import {
  type App,
  type Cluster,
  createGate,
  cut,
  echo,
  eventually,
  key,
  promptOf,
  startCluster,
  startDoor,
  type UpstreamScript,
} from '@millrace/testing';
import { startCutter } from './streams/start-cutter.js';

const portOf = (app: App | undefined): number => Number(new URL(app?.address ?? '').port);

/** However long what it talks to is away. */
const patient = { apiKey: key, maxRetries: 1000, reconnectForMs: Number.MAX_SAFE_INTEGER };

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};

/** Streams words of its own until `enough` says so, and at least so many. */
const trickle =
  (words: number, enough: () => boolean): UpstreamScript =>
  async (reply, call) => {
    const voice = Math.random().toString(36).slice(2, 8);
    for (let word = 0; word < words || !enough(); word += 1) {
      reply.delta(`${promptOf(call)}/${voice}/${word} ü🌊 `);
      // The pace of a model: nothing waits for this, and said all at once it would be one delta.
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    reply.finish();
  };

describe('the client', () => {
  let cluster: Cluster;
  let millrace: Millrace;
  beforeAll(async () => {
    cluster = await startCluster({ apis: 2, workers: 2 });
    millrace = createMillrace({ url: cluster.apis[0]?.address ?? '', apiKey: key });
  });
  afterAll(() => cluster.stop());
  beforeEach(() => cluster.upstream.always(echo));

  it('submits, waits, reads, lists, runs again, cancels and erases', async () => {
    const { tasks } = millrace;
    const task = await tasks.submit({ prompt: 'hello', metadata: { batch: 'one' } });
    expect(await tasks.wait(task.id)).toMatchObject({ id: task.id, status: 'succeeded', result: { text: 'You said: hello' } });
    const again = await tasks.retry(task.id);
    expect(again.retry_of).toBe(task.id);
    expect((await tasks.get(again.id, { waitSeconds: 60 })).status).toBe('succeeded');
    const scheduled = await tasks.submit({ prompt: 'later', delay_seconds: 3600, metadata: { batch: 'one' } });
    expect((await tasks.cancel(scheduled.id)).status).toBe('cancelled');
    const listed = await all(tasks.list({ metadata: 'batch:one', limit: 1 }));
    expect(listed.map(({ id }) => id)).toEqual([scheduled.id, again.id, task.id]);
    expect((await tasks.page({ status: ['cancelled', 'failed'], metadata: 'batch:one' })).data).toHaveLength(1);
    expect((await tasks.erase(task.id)).erased).toBe(true);
    await expect(tasks.get(task.id)).rejects.toMatchObject({ status: 410, code: 'task_erased', retryable: false });
    expect((await tasks.run({ prompt: 'in one go' })).result?.text).toBe('You said: in one go');
  });

  it('tells the text of a task as it is written, the models, the health, and what a refusal means', async () => {
    const pieces = await all(millrace.tasks.text({ prompt: 'as text' }));
    expect(pieces.join('')).toBe('You said: as text');
    expect(await millrace.models.list()).not.toEqual([]);
    expect(await millrace.health()).toMatchObject({ status: 'ok' });
    const refused = await millrace.tasks.submit({ prompt: 'x', model: 'no-such-model' }).catch((error) => error);
    expect(refused).toBeInstanceOf(MillraceError);
    expect(refused).toMatchObject({ status: 404, code: 'unknown_model', problem: { request_id: refused.requestId } });
    const unknown = createMillrace({ url: cluster.apis[0]?.address ?? '', apiKey: 'another-key-0123456789' });
    await expect(unknown.models.list()).rejects.toMatchObject({ status: 401 });
  });

  it('submits once and tells every event once over connections that are cut at any byte', async () => {
    const { apis, upstream } = cluster;
    const cuts = { wanted: 40, seen: () => 0 };
    upstream.always(trickle(100, () => cuts.seen() >= cuts.wanted));
    const cutter = await startCutter({
      targets: () => apis.map(portOf),
      cutAfterBytes: () => 1 + Math.floor(Math.random() ** 3 * 20_000),
    });
    cuts.seen = cutter.cuts;
    const throughCuts = createMillrace({ ...patient, url: cutter.url });
    const prompts = Array.from({ length: 8 }, (_, n) => `cut ${n} ${Math.random()}`);
    const reading = prompts.map((prompt) => all(throughCuts.tasks.stream({ prompt, metadata: { batch: 'cut' } })));
    await eventually(() => cutter.cuts() >= cuts.wanted, { timeoutMs: 60_000 });
    // The last event holds the whole text, and may be longer than what is let through.
    cutter.relent();
    const stories = await Promise.all(reading);
    cutter.close();

    expect(cutter.cuts()).toBeGreaterThanOrEqual(cuts.wanted);
    // One task for each, although many answers to a submission were lost.
    expect(await all(millrace.tasks.list({ metadata: 'batch:cut', limit: 100 }))).toHaveLength(prompts.length);
    for (const told of stories) {
      expect(told.map(({ seq }) => seq)).toEqual(told.map((_, n) => n + 1));
      const text = told.flatMap(({ kind, data }) => (kind === 'delta' ? [data.text] : [])).join('');
      expect(told.at(-1)).toMatchObject({ kind: 'result', data: { text } });
    }
  });

  it('submits each line of a bulk once, and tells what became of it once, over connections that are cut', async () => {
    const linesPerUpload = 100;
    const uploads = 6;
    // What is said of one upload is longer than any connection lives, so each of them is cut.
    const cutter = await startCutter({
      targets: () => cluster.apis.map(portOf),
      cutAfterBytes: () => 1 + Math.floor(Math.random() * 5000),
    });
    const throughCuts = createMillrace({ ...patient, url: cutter.url });
    const lines = Array.from({ length: uploads * linesPerUpload }, (_, n) => ({ prompt: `line ${n + 1}`, metadata: { batch: 'bulk' } }));
    const idempotencyKey = `bulk-${Math.random()}`;
    const told = await all(throughCuts.tasks.bulk([...lines, { prompt: '' }], { linesPerUpload, idempotencyKey }));
    cutter.close();

    expect(cutter.cuts()).toBeGreaterThanOrEqual(uploads);
    expect(told.map(({ line }) => line)).toEqual(told.map((_, n) => n + 1));
    expect(told.at(-1)).toMatchObject({ line: lines.length + 1, status: 400, problem: { code: 'invalid_body' } });
    const ids = told.slice(0, -1).map(({ id }) => id);
    const stored = await all(millrace.tasks.list({ metadata: 'batch:bulk', limit: 100 }));
    expect(stored.map(({ id }) => id).sort()).toEqual(ids.sort());
    const again = await all(millrace.tasks.bulk(lines, { linesPerUpload, idempotencyKey, from: 551 }));
    expect(again.map(({ line, replayed }) => [line, replayed])).toEqual(Array.from({ length: 50 }, (_, n) => [551 + n, true]));
  });

  it('goes on with a stream and with a wait when the api that served them is stopped or killed', async () => {
    const { upstream, apis } = cluster;
    for (const end of ['terminate', 'kill'] as const) {
      const leaving = await cluster.startApi();
      await leaving.ready();
      const [half, rest] = [createGate(), createGate()];
      upstream.always(async (reply) => {
        reply.delta('one half, ');
        half.open();
        await rest.opened;
        reply.delta('the other');
        reply.finish();
      });
      const door = await startDoor();
      door.open(portOf(leaving));
      const client = createMillrace({ ...patient, url: `http://127.0.0.1:${door.port}` });
      const { id } = await client.tasks.submit({ prompt: `${end} ${Math.random()}` });
      await half.opened;
      const told: TaskEvent[] = [];
      const reading = (async () => {
        for await (const event of client.tasks.stream(id)) told.push(event);
      })();
      const waiting = client.tasks.wait(id);
      await eventually(() => told.some(({ kind }) => kind === 'delta'));
      door.open(portOf(apis[1]));
      await leaving[end]();
      await leaving.exited;
      rest.open();
      await reading;
      expect((await waiting).result?.text).toBe('one half, the other');
      expect(told.map(({ seq }) => seq)).toEqual(told.map((_, n) => n + 1));
      expect(told.at(-1)).toMatchObject({ kind: 'result', data: { text: 'one half, the other' } });
      door.close();
    }
  });

  it('tells whoever asked that the text begins anew, so that what remains is the text of the result', async () => {
    const { upstream } = cluster;
    const told = createGate();
    upstream.next(async (reply, call) => {
      reply.delta('the wrong track');
      await told.opened;
      await cut()(reply, call);
    });
    upstream.always((reply) => {
      reply.delta('the right track');
      reply.finish();
    });
    let text = '';
    const reasons: string[] = [];
    const onRestart = ({ reason }: { reason: string }) => {
      reasons.push(reason);
      text = '';
    };
    for await (const piece of millrace.tasks.text({ prompt: `tracks ${Math.random()}` }, { onRestart })) {
      text += piece;
      if (text === 'the wrong track') told.open();
    }
    expect([text, reasons]).toEqual(['the right track', ['failed']]);
  });

  it('gets through an outage of Redis with the submission, the wait and the stream that were under way', async () => {
    const { upstream, redis, apis } = cluster;
    const begun = createGate();
    const back = createGate();
    upstream.always(async (reply, call) => {
      reply.delta(promptOf(call));
      begun.open();
      await back.opened;
      reply.finish();
    });
    const refusals: string[] = [];
    const client = createMillrace({
      ...patient,
      url: apis[0]?.address ?? '',
      onRetry: ({ error }) => refusals.push('code' in error ? String(error.code) : error.name),
    });
    const stream = all(client.tasks.stream({ prompt: 'under way' }));
    await begun.opened;
    await redis.stop();
    const run = client.tasks.run({ prompt: 'meanwhile' });
    await eventually(() => refusals.includes('store_unavailable'));
    await redis.start();
    back.open();
    expect((await run).result?.text).toBe('meanwhile');
    expect((await stream).at(-1)).toMatchObject({ kind: 'result', data: { text: 'under way' } });
  });
});
