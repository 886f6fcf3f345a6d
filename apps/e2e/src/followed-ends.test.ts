import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, createGate, cut, eventually, key, startCluster, type TaskView } from '@millrace/testing';
import { follow } from './streams/follow.js';
import { createStory } from './streams/story.js';

describe('following a task', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ apis: 2 });
  });
  afterAll(() => cluster.stop());

  /** Submits at one api and follows at the other, until this text has come. */
  const followUntil = async (text: string) => {
    const id = await cluster.caller.submit({ prompt: `until ${text}` });
    const story = createStory();
    const { over } = await follow({ url: `${cluster.apis[1]?.address}/v1/tasks/${id}/events`, key, onEvent: story.take });
    await eventually(() => story.text === text);
    return { id, story, over };
  };
  const read = async (id: string) => (await cluster.caller.ask<TaskView>(`/v1/tasks/${id}?wait=60`)).body;

  /** Says this and then no more. */
  const say = (text: string) => cluster.upstream.always((reply) => reply.delta(text));

  it('that is cancelled tells what had come, as much as is kept of it', async () => {
    say('as far as it ');
    const { id, story, over } = await followUntil('as far as it ');
    await cluster.caller.ask(`/v1/tasks/${id}/cancel`, { method: 'POST' });
    expect(await over).toBe(true);
    expect(story.error?.code).toBe('cancelled');
    expect(await read(id)).toMatchObject({ status: 'cancelled', partial: { text: story.text } });
  });

  it('that is erased ends without another word of it', async () => {
    say('nothing for ever');
    const { id, story, over } = await followUntil('nothing for ever');
    const told = story.kinds.length;
    await cluster.caller.ask(`/v1/tasks/${id}`, { method: 'DELETE' });
    expect(await over).toBe(true);
    expect(story.error?.code).toBe('cancelled');
    expect(story.kinds.slice(told)).not.toContain('delta');
    expect((await cluster.caller.ask(`/v1/tasks/${id}/events`)).status).toBe(410);
  });

  it('whose attempt fails begins anew, and nothing of the first is left in the text', async () => {
    const started = createGate();
    cluster.upstream.next(async (reply, call) => {
      reply.delta('the wrong track');
      await started.opened;
      await cut()(reply, call);
    });
    cluster.upstream.always((reply) => {
      reply.delta('the right track');
      reply.finish();
    });
    const { story, over } = await followUntil('the wrong track');
    started.open();
    expect(await over).toBe(true);
    expect(story.kinds).toContain('restart');
    expect([story.text, story.result?.text]).toEqual(['the right track', 'the right track']);
  });

  it('goes on after Redis was away', async () => {
    const { redis, upstream } = cluster;
    const [gone, back] = [createGate(), createGate()];
    upstream.always(async (reply) => {
      reply.delta('before, ');
      await gone.opened;
      reply.delta('meanwhile, ');
      await back.opened;
      reply.delta('after');
      reply.finish();
    });
    const { id, story, over } = await followUntil('before, ');
    await redis.stop();
    gone.open();
    await redis.start();
    back.open();
    expect(await over).toBe(true);
    expect(story.text).toBe('before, meanwhile, after');
    // The api that is asked now may find Redis again a little later than the one that told of it.
    const task = await eventually(async () => {
      const view = await read(id);
      return view.status === 'succeeded' && view;
    });
    expect(task.result?.text).toBe(story.text);
  });
});
