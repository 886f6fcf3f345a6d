import type { Ground } from './ground.js';

/** The keys under the ground's prefix that hold the text, by name or content. */
export const tracesOf = async ({ redis, keysNow }: Pick<Ground, 'redis' | 'keysNow'>, text: string): Promise<string[]> => {
  const contentOf = async (key: string): Promise<unknown> => {
    switch (await redis.type(key)) {
      case 'string':
        return redis.get(key);
      case 'hash':
        return redis.hgetall(key);
      case 'stream':
        return redis.xrange(key, '-', '+');
      case 'zset':
        return redis.zrange(key, '0', '-1');
      case 'set':
        return redis.smembers(key);
      default:
        return undefined;
    }
  };
  const found: string[] = [];
  for (const key of await keysNow()) if (`${key} ${JSON.stringify(await contentOf(key))}`.includes(text)) found.push(key);
  return found;
};
