import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type RedisServer, startRedis } from '@millrace/testing';
import { Redis } from 'ioredis';
import { fetchRdb } from './fetch-rdb.js';
import { whyNotLoadable } from './why-not-loadable.js';

let server: RedisServer;
let redis: Redis;
beforeEach(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
});
afterEach(async () => {
  redis.disconnect();
  await server.close();
});

const ownHeader = (): Promise<string> =>
  fetchRdb(server.url, async ({ bytes }) => {
    for await (const chunk of bytes) return chunk.subarray(0, 9).toString('latin1');
    return '';
  });

it('a server is given a snapshot of its own format and of none newer, and nothing of the question stays in it', async () => {
  const header = await ownHeader();
  expect(header).toMatch(/^(REDIS|VALKEY)\d+$/);
  expect(await whyNotLoadable(redis, header)).toBeUndefined();
  const newer = header.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));
  expect(await whyNotLoadable(redis, newer)).toContain(`in format ${Number(/\d+/.exec(newer)?.[0])} of snapshots`);
  expect(await redis.dbsize()).toBe(0);
});
