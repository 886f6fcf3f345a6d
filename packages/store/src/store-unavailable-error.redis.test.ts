import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type RedisServer, startRedis } from '@millrace/testing';
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

describe('a connection whose other end is gone without a word', () => {
  it('is dropped, and the next one works', async () => {
    const server = await startRedis();
    const sockets: Socket[] = [];
    let silent = false;
    const proxy = createServer((client) => {
      const upstream = connect(server.port, '127.0.0.1');
      const mute = (): boolean => silent && sockets.indexOf(client) === 0;
      sockets.push(client);
      client.on('data', (bytes) => mute() || upstream.write(bytes)).on('error', () => {});
      upstream.on('data', (bytes) => mute() || client.write(bytes)).on('error', () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const redis = connectRedis({ url: `redis://127.0.0.1:${port}`, name: 'test', commandTimeoutMs: 100, onError: () => {} });
    await ready(redis);
    expect(await guarded(() => redis.ping())).toBe('PONG');
    silent = true;
    await expect(guarded(() => redis.ping())).rejects.toBeInstanceOf(StoreUnavailableError);
    await eventually(() => redis.ping());
    expect(sockets.length).toBeGreaterThan(1);
    redis.disconnect();
    for (const socket of sockets) socket.destroy();
    proxy.close();
    await server.close();
  }, 30_000);
});
