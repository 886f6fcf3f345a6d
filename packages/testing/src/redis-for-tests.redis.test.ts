import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RedisForTests, redisForTests } from './redis-for-tests.js';

describe('redisForTests', () => {
  let mine: RedisForTests;
  let other: RedisForTests;

  beforeEach(() => {
    mine = redisForTests();
    other = redisForTests();
  });
  afterEach(async () => {
    await mine.close();
    await other.close();
  });

  it('gives every test a hash-tagged prefix of its own', () => {
    expect(mine.prefix).toMatch(/^\{t-[0-9a-f]{12}\}$/);
    expect(mine.prefix).not.toBe(other.prefix);
  });

  it('deletes its own keys at the end and nobody else’s', async () => {
    await mine.redis.set(`${mine.prefix}:a`, '1');
    await mine.connect().set(`${mine.prefix}:b`, '1');
    await other.redis.set(`${other.prefix}:c`, '1');
    expect(await mine.keys()).toEqual([`${mine.prefix}:a`, `${mine.prefix}:b`]);
    await mine.close();
    await mine.close();
    const left = await other.redis.exists(`${mine.prefix}:a`, `${mine.prefix}:b`, `${other.prefix}:c`);
    expect(left).toBe(1);
  });
});
