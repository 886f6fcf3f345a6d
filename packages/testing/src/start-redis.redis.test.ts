import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from './start-redis.js';

describe('startRedis', () => {
  let server: RedisServer;
  let redis: Redis;

  beforeEach(async () => {
    server = await startRedis({ password: 'p@ss "word' });
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
  });
  afterEach(async () => {
    redis.disconnect();
    await server.close();
    await server.close();
  });

  it('is durable and never evicts, like the one of npm start', async () => {
    const settings = await redis.config('GET', 'appendonly', 'maxmemory-policy');
    expect(settings).toEqual(expect.arrayContaining(['appendonly', 'yes', 'maxmemory-policy', 'noeviction']));
  });

  it('comes back on the same port with the same data after a stop', async () => {
    await redis.set('kept', 'yes');
    await server.stop();
    await server.stop();
    await server.start();
    await server.start();
    expect(await redis.get('kept')).toBe('yes');
  });

  it('answers nothing while frozen and everything once thawed', async () => {
    await redis.set('kept', 'yes');
    const impatient = redis.duplicate({ commandTimeout: 50 });
    await impatient.ping();
    server.freeze();
    const answer = redis.get('kept');
    await expect(impatient.get('kept')).rejects.toThrow('Command timed out');
    server.thaw();
    expect(await answer).toBe('yes');
    impatient.disconnect();
  });

  it('can be killed and closed while frozen', async () => {
    server.freeze();
    await server.kill();
    await server.start();
    expect(await redis.ping()).toBe('PONG');
  });
});
