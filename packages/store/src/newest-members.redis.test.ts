import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type RedisForTests, redisForTests } from '@millrace/testing';
import type { TimedMember } from './members-by-time.js';
import { newestMembers } from './newest-members.js';
import { oldestMembers } from './oldest-members.js';

let ground: RedisForTests;
let key: string;
beforeEach(() => {
  ground = redisForTests();
  key = `${ground.prefix}:set`;
});
afterEach(() => ground.close());

it('gives each member once, newest first, also when hundreds are of one millisecond and whoever reads takes them away', async () => {
  const members = Array.from({ length: 450 }, (_, n) => ({
    id: `m${String(n).padStart(3, '0')}`,
    atMs: n < 50 ? n : n < 400 ? 1000 : n + 1000,
  }));
  await ground.redis.zadd(key, ...members.flatMap(({ id, atMs }) => [atMs, id]));
  const seen: TimedMember[] = [];
  for await (const some of newestMembers({ redis: ground.redis, key })) {
    seen.push(...some);
    if (some.length > 0) await ground.redis.zrem(key, ...some.slice(0, -1).map(({ id }) => id));
  }
  expect(seen).toEqual([...members].reverse());
});

it('gives each once, oldest first, too', async () => {
  const members = Array.from({ length: 1200 }, (_, n) => ({ id: `m${String(n).padStart(4, '0')}`, atMs: n < 50 || n > 1150 ? n : 1000 }));
  await ground.redis.zadd(key, ...members.flatMap(({ id, atMs }) => [atMs, id]));
  const seen: TimedMember[] = [];
  for await (const some of oldestMembers({ redis: ground.redis, key })) {
    seen.push(...some);
    if (some.length > 0) await ground.redis.zrem(key, ...some.map(({ id }) => id));
  }
  expect(seen).toEqual(members);
});

it('goes on after a place, also one that is no longer there', async () => {
  await ground.redis.zadd(key, 1, 'a', 2, 'b', 2, 'd', 3, 'e');
  const seen: string[] = [];
  for await (const some of newestMembers({ redis: ground.redis, key, after: { id: 'c', atMs: 2 } })) seen.push(...some.map(({ id }) => id));
  expect(seen).toEqual(['b', 'a']);
});
