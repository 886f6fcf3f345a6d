import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectSubscriber, createKeys, type Keys } from '@millrace/store';
import { eventually, type RedisServer, startRedis } from '@millrace/testing';
import { Redis } from 'ioredis';
import { createSteeringSignals } from './steering-signals.js';

describe('what callers cancel, erase and follow', () => {
  let server: RedisServer;
  let redis: Redis;
  let signals: ReturnType<typeof createSteeringSignals>;
  let told: string[];
  const keys: Keys = createKeys('{t}');

  beforeEach(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { maxRetriesPerRequest: null });
    redis.on('error', () => {});
    told = [];
  });
  afterEach(async () => {
    await signals.stop();
    redis.disconnect();
    await server.close();
  });

  const start = async (url = server.url) => {
    const subscriber = connectSubscriber({ url, name: 'test', onError: () => {} });
    signals = createSteeringSignals({
      subscriber,
      keys,
      renewals: { interrupt: ({ taskId, fence }, reason) => void told.push(`${reason} ${taskId} ${fence}`) },
      cache: {
        forget: (digest) => void told.push(`forget ${digest}`),
        suspend: () => void told.push('suspend'),
        resume: () => void told.push('resume'),
      },
      streams: { followed: (id) => void told.push(`followed ${id}`) },
      onRefused: (error) => void told.push(`refused: ${error}`),
    });
    await signals.start();
  };
  const last = () => told.at(-1);

  it('stops that very attempt, tells of the task at once, and empties this process of the answer', async () => {
    await start();
    await eventually(() => last() === 'resume');
    await redis.publish(keys.cancels, 'task_1 3');
    await redis.publish(keys.follows, 'task_2');
    await redis.publish(keys.erasures, 'digest-1');
    await eventually(() => last() === 'forget digest-1');
    expect(told).toEqual(['suspend', 'resume', 'cancelled task_1 3', 'followed task_2', 'forget digest-1']);
  });

  it('lets this process hold answers only while it can hear of them, also when Redis comes late or goes', async () => {
    await server.stop();
    await start();
    expect(last()).toBe('suspend');
    await server.start();
    await eventually(() => last() === 'resume');
    await server.stop();
    await eventually(() => last() === 'suspend');
    await server.start();
    await eventually(() => last() === 'resume');
    await redis.publish(keys.erasures, 'digest-2');
    await eventually(() => last() === 'forget digest-2');
  });

  it('says when Redis does not let this process listen', async () => {
    await redis.call('ACL', 'SETUSER', 'deaf', 'on', '>secret', '~*', '+@all', 'resetchannels');
    await start(server.url.replace('redis://', 'redis://deaf:secret@'));
    await eventually(() => last()?.startsWith('refused'));
    expect(told).toEqual(['suspend', expect.stringContaining('NOPERM')]);
  });

  it('notices a server that hangs behind an open connection', async () => {
    await start();
    await eventually(() => last() === 'resume');
    server.freeze();
    await eventually(() => last() === 'suspend', { timeoutMs: 30_000 });
    server.thaw();
    await eventually(() => last() === 'resume');
  }, 40_000);
});
