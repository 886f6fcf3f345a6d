import type { Redis } from 'ioredis';

/** Reads one key, of any type, as text. */
const readKey = async (redis: Redis, key: string): Promise<unknown> => {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES');
    case 'stream':
      return redis.xrange(key, '-', '+');
    case 'none':
      return undefined;
    default:
      throw new Error(`a key of the type ${type}, which nothing here reads`);
  }
};

/** Everything a Redis holds: each key with its content as JSON. */
export const dumpKeys = async (redis: Redis): Promise<Map<string, string>> => {
  const dump = new Map<string, string>();
  for (const key of await redis.keys('*')) dump.set(key, JSON.stringify((await readKey(redis, key)) ?? null));
  return dump;
};
