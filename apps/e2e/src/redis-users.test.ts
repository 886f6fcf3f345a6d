import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Cluster, inRepository, startCluster } from '@millrace/testing';
import { Redis } from 'ioredis';

let cluster: Cluster;
const others: Redis[] = [];
beforeEach(async () => {
  cluster = await startCluster({ apis: 0, workers: 0 });
  const lines = readFileSync(inRepository('docker/redis/users.acl'), 'utf8').trim().split('\n');
  // The connection of the test was let in before and stays.
  for (const line of lines) await cluster.store.call('ACL', 'SETUSER', ...line.split(' ').slice(1));
});
afterEach(async () => {
  for (const other of others.splice(0)) other.disconnect();
  await cluster.stop();
});

const urlOf = (user: string): string => cluster.redis.url.replace('redis://', `redis://${user}:${user.toUpperCase()}_PASSWORD@`);

const as = (user: string): Redis => {
  const redis = new Redis(urlOf(user), { maxRetriesPerRequest: 0 });
  redis.on('error', () => {});
  others.push(redis);
  return redis;
};

describe('the users of Redis that are shipped', () => {
  it('may do everything that apis and workers do', async () => {
    await (
      await cluster.startApi({
        REDIS_URL: urlOf('api'),
        MILLRACE_WEBHOOK_ALLOW: '127.0.0.1',
        MILLRACE_API_KEYS: 'tests:key-of-the-tests-0123456789:tasks+admin',
      })
    ).ready();
    await cluster.addWorker({ env: { REDIS_URL: urlOf('worker') } });
    const { caller, upstream } = cluster;
    const refused: string[] = [];
    const ask = async (...args: Parameters<typeof caller.ask>) => {
      const reply = await caller.ask(...args);
      if (reply.status >= 400) refused.push(`${args[0]}: ${reply.status} ${JSON.stringify(reply.body)}`);
      return reply;
    };
    const [{ route }] = ((await ask('/v1/queues')).body as { data: [{ route: string }] }).data;
    await ask('/v1/tasks', { body: { prompt: 'waits', priority: 'interactive' }, headers: { prefer: 'wait=20' } });
    await ask('/v1/tasks/bulk', { body: Array.from({ length: 50 }, (_, n) => ({ prompt: `bulk ${n}`, priority: 'bulk' })) });
    const later = (await ask('/v1/tasks', { body: { prompt: 'later', delay_seconds: 3600, metadata: { a: 'b' } } })).body as { id: string };
    await ask(`/v1/tasks/${later.id}/cancel`, { body: {} });
    await ask(`/v1/tasks/${later.id}`, { method: 'DELETE' });
    await ask('/v1/tasks?limit=10');
    await ask(`/v1/queues/${route}/pause`, { body: {} });
    await ask(`/v1/queues/${route}/resume`, { body: {} });
    await ask('/v1/workers');
    await ask('/v1/usage');
    await ask('/v1/keys', { body: { name: 'limited', tenant: 'acme', scopes: ['tasks'], limits: { max_in_flight: 1 } } });
    await ask('/v1/audit');
    await ask('/v1/webhooks', { body: { url: upstream.url.replace('/v1', '/hook') } });
    expect(refused).toEqual([]);
    await cluster.untilEnded([]);
    expect(cluster.logs()).not.toMatch(/NOPERM/);
    const { succeeded, cancelled } = await cluster.ledger();
    expect({ succeeded, cancelled }).toEqual({ succeeded: 51, cancelled: 1 });
  });

  it.each(['api', 'worker'])('%s may do nothing else', async (user) => {
    const redis = as(user);
    for (const command of [
      'FLUSHALL',
      'CONFIG GET *',
      'KEYS *',
      'SHUTDOWN',
      'SCRIPT FLUSH',
      'MONITOR',
      'ACL LIST',
      'GET other',
      'PUBLISH other x',
      'CLIENT KILL TYPE normal',
    ]) {
      const [name = '', ...args] = command.split(' ');
      await expect(redis.call(name, ...args)).rejects.toThrow(/NOPERM/);
    }
  });

  it('scaler may only count, backup may only fetch what there is, and nobody comes in without a name', async () => {
    await expect(as('scaler').zcard('{millrace}:queue:the-model:prioritized')).resolves.toBe(0);
    await expect(as('scaler').get('{millrace}:totals')).rejects.toThrow(/NOPERM/);
    await expect(as('backup').get('{millrace}:totals')).rejects.toThrow(/NOPERM/);
    await expect(as('backup').ping()).resolves.toBe('PONG');
    const nobody = new Redis(cluster.redis.url, { maxRetriesPerRequest: 0 });
    nobody.on('error', () => {});
    others.push(nobody);
    await expect(nobody.ping()).rejects.toThrow();
  });
});
