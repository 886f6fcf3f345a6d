import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RedisServer, startRedis } from '@millrace/testing';
import type { Redis } from 'ioredis';
import { connectRedis } from './connect-redis.js';
import { createMemoryWatch } from './memory-watch.js';
import { guarded, StoreFullError, StoreUnavailableError } from './store-unavailable-error.js';

const ready = (redis: Redis) => new Promise((resolve) => redis.once('ready', resolve));

describe('a call to Redis', () => {
  let server: RedisServer;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedis();
    redis = connectRedis({ url: server.url, name: 'test', commandTimeoutMs: 200, onError: () => {} });
    await ready(redis);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.close();
  });

  it('that Redis refuses because it is asked wrongly fails as it is', async () => {
    await expect(guarded(() => redis.call('NOSUCH'))).rejects.toMatchObject({ name: 'ReplyError' });
  });

  it('that finds no memory left says so, and the watch sees it coming', async () => {
    await redis.call('CONFIG', 'SET', 'maxmemory', '3mb');
    const watch = createMemoryWatch({ redis, maxShare: 0.1 });
    await watch.start();
    expect(watch.nearlyFull()).toBe(true);
    await watch.stop();
    await redis.call('CONFIG', 'SET', 'maxmemory', '1');
    await expect(guarded(() => redis.set('a', 'b'))).rejects.toBeInstanceOf(StoreFullError);
    await redis.call('CONFIG', 'SET', 'maxmemory', '0');
  });

  it('while Redis is frozen fails in time instead of hanging', async () => {
    server.freeze();
    await expect(guarded(() => redis.get('a'))).rejects.toBeInstanceOf(StoreUnavailableError);
    server.thaw();
  });

  it('while Redis is away fails, and works again by itself once it is back', async () => {
    await server.stop();
    await expect(guarded(() => redis.get('a'))).rejects.toBeInstanceOf(StoreUnavailableError);
    const back = ready(redis);
    await server.start();
    await back;
    expect(await guarded(() => redis.get('a'))).toBeNull();
  });
});
