import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, redisForTests } from '@millrace/testing';
import { connectRedis } from './connect-redis.js';
import { createKeys } from './keys.js';
import { createScriptOfMany } from './script-of-many.js';

describe('a script of many', () => {
  const ground = redisForTests();
  const keys = createKeys(ground.prefix);
  const redis = connectRedis({ url: ground.url, name: 'test', onError: () => {} });
  beforeAll(() => eventually(() => redis.status === 'ready'));
  afterAll(async () => {
    redis.disconnect();
    await ground.close();
  });

  /** A hand-back of an attempt that was never begun: the record says that it is over. */
  const handBack = (id: string, key = keys.task(id)) => ({ key, args: [id, 1, 'handed_back', 0, '', '{}'] });

  it('answers each call for itself and in order', async () => {
    const release = createScriptOfMany({ redis, keys, name: 'release' });
    await redis.hset(keys.task('b'), { state: 'queued', fence: 1, retry_at: 0 });
    expect(await release([handBack('a'), handBack('b'), handBack('c')])).toEqual([['over'], ['waiting', 0, ''], ['over']]);
  });

  it('lets a call that goes wrong take no other down', async () => {
    const release = createScriptOfMany({ redis, keys, name: 'release' });
    await redis.set(keys.payload('broken'), 'no hash');
    const [before, broken, after] = await release([handBack('a'), handBack('x', keys.payload('broken')), handBack('c')]);
    expect([before, after]).toEqual([['over'], ['over']]);
    expect(String(broken)).toContain('WRONGTYPE');
  });
});
