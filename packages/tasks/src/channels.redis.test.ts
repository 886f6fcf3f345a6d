import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectSubscriber } from '@millrace/store';
import { eventually, type RedisServer, startRedis } from '@millrace/testing';
import { Redis } from 'ioredis';
import { type Channels, createChannels } from './channels.js';

describe('channels', () => {
  let server: RedisServer;
  let redis: Redis;
  let subscriber: Redis;
  let channels: Channels;

  beforeEach(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
    redis.on('error', () => {});
    subscriber = connectSubscriber({ url: server.url, name: 'test', onError: () => {} });
    channels = createChannels({ subscriber });
    await channels.start();
    await new Promise((resolve) => subscriber.once('ready', resolve));
    // With its answer that of the first one, which made sure that nothing was missed, has come too.
    await subscriber.ping();
  });
  afterEach(async () => {
    await channels.stop();
    redis.disconnect();
    subscriber.disconnect();
    await server.close();
  });

  const createListener = () => {
    const heard: string[] = [];
    return { heard, message: (text: string) => void heard.push(text), missed: () => void heard.push('missed') };
  };
  const listeners = async (channel: string) => (await redis.pubsub('NUMSUB', channel))[1];

  it('tell everyone who has joined, and are listened to until the last has left', async () => {
    const [one, two] = [createListener(), createListener()];
    expect(await Promise.all([channels.join('a', one), channels.join('a', two)])).toEqual([true, false]);
    expect(await listeners('a')).toBe(1);
    await redis.publish('a', 'first');
    await eventually(() => two.heard.length === 1);
    channels.leave('a', one);
    channels.leave('a', one);
    await redis.publish('a', 'second');
    await eventually(() => two.heard.length === 2);
    expect([one.heard, two.heard]).toEqual([['first'], ['first', 'second']]);
    channels.leave('a', two);
    await eventually(async () => (await listeners('a')) === 0);
  });

  it('say that something may have been missed, once they are listened to again', async () => {
    const listener = createListener();
    await channels.join('a', listener);
    await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await eventually(() => listener.heard.includes('missed'));
    await redis.publish('a', 'next');
    await eventually(() => listener.heard.includes('next'));
    expect(listener.heard).toEqual(['missed', 'next']);
  });

  it('that were left while Redis was away are let go of', async () => {
    const [leaver, returner, other] = [createListener(), createListener(), createListener()];
    await Promise.all([channels.join('a', leaver), channels.join('b', other), channels.join('c', returner)]);
    await server.stop();
    await eventually(() => subscriber.status !== 'ready');
    channels.leave('a', leaver);
    channels.leave('c', returner);
    await expect(channels.join('c', returner)).rejects.toThrow('Redis is away');
    await server.start();
    // The answer behind which this comes is that to the client's own subscribing, and to what is let go of.
    await eventually(() => other.heard.includes('missed'));
    expect(await Promise.all(['a', 'b', 'c'].map(listeners))).toEqual([0, 1, 1]);
    expect(leaver.heard).toEqual([]);
  });

  it('refuse while Redis is away', async () => {
    await server.stop();
    await eventually(() => subscriber.status !== 'ready');
    const listener = createListener();
    await expect(channels.join('a', listener)).rejects.toThrow('Redis is away');
    channels.leave('a', listener);
  });
});
