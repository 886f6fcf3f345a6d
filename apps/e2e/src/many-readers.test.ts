import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type App, type Cluster, createGate, eventually, inLanes, key, startCluster } from '@millrace/testing';
import { type Following, follow } from './streams/follow.js';
import { createStory } from './streams/story.js';

const readers = 1000;
const slow = 20;
const pieces = 200;
const piece = 'x'.repeat(2_000);
/** What all of them may cost an api process, in bytes. */
const growth = 300_000_000;

const metric = async (app: App | undefined, name: string): Promise<number> => {
  const line = (await app?.metrics())?.split('\n').find((text) => text.startsWith(`${name} `));
  return Number(line?.split(' ')[1]);
};

describe('1,000 readers at one api', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ env: { MILLRACE_MAX_OPEN_REQUESTS_PER_KEY: String(readers) } });
  });
  afterAll(() => cluster.stop());

  it('all read the same to the end over one connection to Redis and in bounded memory, and none waits for those who are slow', async () => {
    const { upstream, caller, apis, store } = cluster;
    const api = apis[0];
    const [talk, end] = [createGate(), createGate()];
    upstream.always(async (reply) => {
      await talk.opened;
      for (let n = 0; n < pieces; n += 1) {
        reply.delta(`${n} ${piece} `);
        // The pace of a model: said all at once, it would be one delta, and nothing would be live.
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await end.opened;
      reply.finish();
    });
    const id = await caller.submit({ prompt: 'to many' });
    const url = `${api?.address}/v1/tasks/${id}/events`;
    const stories = Array.from({ length: readers }, createStory);
    const open = (story: (typeof stories)[number]): Promise<Following> => follow({ url, key, onEvent: story.take });
    const before = await metric(api, 'process_resident_memory_bytes');
    const following = await inLanes(50, stories, open);
    expect(await metric(api, 'millrace_api_open_requests{kind="stream"}')).toBe(readers);
    expect((await caller.ask(`/v1/tasks/${id}/events`)).status).toBe(429);
    const listening = String(await store.client('LIST', 'TYPE', 'PUBSUB'));
    expect(
      listening
        .trim()
        .split('\n')
        .filter((line) => / name=api-\S+-subscriber /.test(line) && / sub=3 /.test(line)),
    ).toHaveLength(1);

    for (const { answer } of following.slice(0, slow)) answer.pause();
    talk.open();
    await eventually(() => stories.slice(slow).every(({ text }) => text.includes(`${pieces - 1} x`)), { timeoutMs: 90_000, everyMs: 200 });
    const grown = (await metric(api, 'process_resident_memory_bytes')) - before;
    expect(grown).toBeLessThan(growth);
    for (const { answer } of following.slice(0, slow)) answer.resume();
    end.open();

    expect(new Set(await Promise.all(following.map(({ over }) => over)))).toEqual(new Set([true]));
    const [task] = await cluster.untilEnded([id]);
    expect(new Set(stories.map(({ text }) => text))).toEqual(new Set([task?.result?.text]));
    await eventually(async () => (await metric(api, 'millrace_api_open_requests{kind="stream"}')) === 0);
  });
});
