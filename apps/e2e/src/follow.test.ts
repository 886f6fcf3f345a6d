import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type App,
  type Cluster,
  createGate,
  echo,
  eventually,
  key,
  prefix,
  promptOf,
  startCluster,
  startDoor,
  type UpstreamScript,
} from '@millrace/testing';
import { eventSourceToEnd } from './streams/event-source-to-end.js';
import { follow } from './streams/follow.js';
import { followToEnd } from './streams/follow-to-end.js';
import { startCutter } from './streams/start-cutter.js';
import { createStory } from './streams/story.js';

const portOf = (app: App | undefined): number => Number(new URL(app?.address ?? '').port);

/** Streams words that no other call says, 150 and then on until `enough` says so; `everyMs` is the pace of a model. */
const trickle =
  (enough: () => boolean, everyMs: number): UpstreamScript =>
  async (reply, call) => {
    const voice = Math.random().toString(36).slice(2, 8);
    for (let word = 0; word < 150 || !enough(); word += 1) {
      reply.delta(`${promptOf(call)}/${voice}/${word} ü🌊 `);
      // Nothing waits for this: said all at once, it would be one delta, and no connection would be cut within it.
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    reply.finish();
  };

describe('following tasks', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ apis: 2, workers: 3 });
  });
  afterAll(() => cluster.stop());
  beforeEach(() => cluster.upstream.always(echo));

  it('tells all of it, once and in order, through two apis and connections that are cut, while workers are killed', async () => {
    const { caller, apis, workers, upstream } = cluster;
    let killed = false;
    upstream.always(trickle(() => killed, 20));
    // From less than the head of an answer up to more than the longest event.
    const cutAfterBytes = () => 500 + Math.floor(Math.random() ** 3 * 30_000);
    const cutter = await startCutter({ targets: () => apis.map(portOf), cutAfterBytes });
    const ids = await Promise.all(Array.from({ length: 12 }, (_, n) => caller.submit({ prompt: `p${n}` })));
    const sources = ids.map((id) => eventSourceToEnd({ url: `${apis[1]?.address}/v1/tasks/${id}/events`, key }));
    const reading = ids.flatMap((id) => [0, 1].map(() => followToEnd({ address: () => cutter.url, key, id })));
    await eventually(() => upstream.inFlight === ids.length && cutter.cuts() > 20, { timeoutMs: 60_000 });
    await workers[0]?.kill();
    killed = true;
    await cluster.addWorker();

    const stories = await Promise.all(reading);
    const tasks = await cluster.untilEnded(ids, 90_000);
    await Promise.all(sources.map(({ closed }) => closed));
    cutter.close();

    expect(tasks.filter(({ lost_attempts }) => lost_attempts === 1).length).toBeGreaterThan(0);
    for (const [n, task] of tasks.entries()) {
      expect(task.status).toBe('succeeded');
      const told = [stories[2 * n], stories[2 * n + 1], sources[n]?.story];
      for (const story of told) expect([story?.text, story?.result?.text]).toEqual([task.result?.text, task.result?.text]);
      expect(new Set(told.map((story) => story?.lastId)).size).toBe(1);
      expect(told[0]?.kinds.filter((kind) => kind === 'restart')).toHaveLength(task.lost_attempts);
    }
  });

  it('tells an api that is being stopped from one that goes on: an EventSource follows there', async () => {
    const { apis, upstream, caller } = cluster;
    const leaving = await cluster.startApi();
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
    const id = await caller.submit({ prompt: 'moving house' });
    const { story, closed } = eventSourceToEnd({ url: `http://127.0.0.1:${door.port}/v1/tasks/${id}/events`, key });
    await half.opened;
    await eventually(() => story.text === 'one half, ');
    door.open(portOf(apis[0]));
    leaving.terminate();
    expect(await leaving.exited).toEqual({ code: 0, signal: null });
    rest.open();
    await closed;
    expect(story.result?.text).toBe('one half, the other');
    expect(story.text).toBe('one half, the other');
    door.close();
  });

  it('takes one call to submit and follow, and the place where to go on is in its head', async () => {
    const story = createStory();
    const { answer, over } = await follow({
      url: `${cluster.apis[0]?.address}/v1/tasks`,
      key,
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'in one go' }),
      onEvent: story.take,
    });
    expect(answer.statusCode).toBe(200);
    expect(await over).toBe(true);
    expect(story.text).toBe('You said: in one go');
    const { body } = await cluster.caller.ask(String(answer.headers.location));
    expect(body).toMatchObject({ status: 'succeeded', result: { text: story.text } });
  });
});

describe('following a task after it has begun', () => {
  let cluster: Cluster;
  // With one worker the two tasks share its timer, and what is told at the same pace is told in the order in which it came.
  beforeAll(async () => {
    cluster = await startCluster({ workers: 1 });
  });
  afterAll(() => cluster.stop());

  it('tells a first piece of an answer at once although nobody followed when it came', async () => {
    const { upstream, caller, apis, store } = cluster;
    const deltas = (id: string) => store.hget(`${prefix}:task:${id}`, 'deltas');
    // At the pace for nobody the piece that came first is told first, or both at once; so they are on a machine too slow for one try.
    await eventually(async () => {
      const [gate, pieces] = [createGate(), [createGate(), createGate()]];
      upstream.always(async (reply, call) => {
        reply.delta('first');
        pieces[Number(promptOf(call).split(' ')[0])]?.open();
        await gate.opened;
        reply.finish();
      });
      const ids: string[] = [];
      for (const [n, piece] of pieces.entries()) {
        ids.push(await caller.submit({ prompt: `${n} look ${Math.random()}` }));
        await piece.opened;
      }
      const [unfollowed = '', followed = ''] = ids;
      const story = createStory();
      const { over } = await follow({ url: `${apis[0]?.address}/v1/tasks/${followed}/events`, key, onEvent: story.take });
      await eventually(() => story.text === 'first', { everyMs: 1 });
      const inOrder = (await deltas(unfollowed)) === null;
      gate.open();
      expect(await over).toBe(true);
      expect(story.result?.text).toBe('first');
      await cluster.untilEnded(ids);
      return inOrder;
    });
  });
});
