import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectSubscriber, createKeys } from '@millrace/store';
import { eventually, type RedisServer, startRedis } from '@millrace/testing';
import { Redis } from 'ioredis';
import { type Channels, createChannels } from './channels.js';
import { createWaitForEnd, type WaitForEnd } from './wait-for-end.js';

describe('waiting for the end of a task', () => {
  const keys = createKeys('{t}');
  let server: RedisServer;
  let redis: Redis;
  let subscriber: Redis;
  let channels: Channels;
  let waitForEnd: WaitForEnd;
  const never = new AbortController().signal;
  const wait = (id: string, timeoutMs = 60_000, signal = never) => waitForEnd({ id, tenant: 'acme', timeoutMs, signal });
  const running = (id: string) => redis.hset(keys.task(id), { state: 'running', tenant: 'acme' });
  const end = async (id: string) => {
    await redis.hset(keys.task(id), 'state', 'succeeded');
    return redis.publish(keys.ended(id), 'succeeded');
  };
  const listeners = async (id: string) => (await redis.pubsub('NUMSUB', keys.ended(id)))[1];

  beforeEach(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
    subscriber = connectSubscriber({ url: server.url, name: 'test', onError: () => {} });
    channels = createChannels({ subscriber });
    waitForEnd = createWaitForEnd({ redis, keys, channels });
    await channels.start();
    await new Promise((resolve) => subscriber.once('ready', resolve));
  });
  afterEach(async () => {
    await channels.stop();
    redis.disconnect();
    subscriber.disconnect();
    await server.close();
  });

  it('resolves at once when it has ended already', async () => {
    await running('a');
    await end('a');
    expect(await wait('a')).toBe('ended');
  });

  it('resolves for all who wait when it ends, and listens no longer than someone waits', async () => {
    await running('a');
    const waits = [wait('a'), wait('a')];
    await eventually(async () => (await listeners('a')) === 1);
    await end('a');
    expect(await Promise.all(waits)).toEqual(['ended', 'ended']);
    await eventually(async () => (await listeners('a')) === 0);
  });

  it('gives up when the time is over or the caller leaves', async () => {
    await running('a');
    expect(await wait('a', 1)).toBe('timeout');
    const leaving = new AbortController();
    const waits = wait('a', 60_000, leaving.signal);
    leaving.abort();
    expect(await waits).toBe('aborted');
    await eventually(async () => (await listeners('a')) === 0);
  });

  it('does not tell another tenant whether the task exists: it looks like one that is over', async () => {
    await running('a');
    expect(await waitForEnd({ id: 'a', tenant: 'other', timeoutMs: 60_000, signal: never })).toBe('ended');
  });

  it('learns of an end that was announced while Redis was away', async () => {
    await running('a');
    const waits = wait('a');
    await eventually(async () => (await listeners('a')) === 1);
    await redis.hset(keys.task('a'), 'state', 'succeeded');
    await server.stop();
    await server.start();
    expect(await waits).toBe('ended');
  });
});
