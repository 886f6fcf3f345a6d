import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RedisServer, startRedis } from '@millrace/testing';
import { createShareGround, type ShareGround } from './share-ground.js';

describe('a tenant beside a crowd', () => {
  let server: RedisServer;
  let ground: ShareGround;
  // Of its own, for so many tasks would keep the one of all tests busy.
  beforeEach(async () => {
    server = await startRedis({ config: { appendonly: 'no' } });
    ground = createShareGround({ url: server.url });
  });
  afterEach(() => {
    ground.redis.disconnect();
    return server.close();
  });

  const begin = async (): Promise<string> => {
    const id = (await ground.taken()) ?? '';
    await ground.begun(await ground.opened(id));
    return id;
  };
  /** How many others are begun before this one. */
  const begunBefore = async (id: string): Promise<number> => {
    for (let others = 0; ; others += 1) {
      const begun = await begin();
      await ground.succeed(begun);
      if (begun === id) return others;
    }
  };

  it('has hardly any begun before its own while 100,000 tasks of another wait', async () => {
    const [crowd, atOnce] = [100_000, 2000];
    for (let stored = 0; stored < crowd; stored += atOnce) {
      await Promise.all(Array.from({ length: atOnce }, () => ground.submitted({ tenant: 'crowd' })));
    }
    const waits: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      for (const _ of [1, 2, 3]) await ground.succeed(await begin());
      waits.push(await begunBefore(await ground.submitted({ tenant: 'trickle' })));
    }
    expect(await ground.redis.zcard(`${ground.queue}:prioritized`)).toBeGreaterThan(crowd - 1000);
    // The one of the crowd that was next already.
    expect(Math.max(...waits)).toBeLessThanOrEqual(1);
  }, 180_000);

  it('is not held up by 2,000 scheduled tasks of another that fall due at once', async () => {
    const schedule = { runAt: { inMs: 3_600_000 } };
    const later = await Promise.all(Array.from({ length: 2000 }, () => ground.submitted({ tenant: 'crowd', schedule })));
    await ground.redis.zadd(ground.keys.scheduled, ...later.flatMap((id) => [1, id]));
    const sweeper = ground.sweeper('a');
    let [promoted, own] = [0, ''];
    for (let pass = 0; promoted < later.length; pass += 1) {
      const report = await sweeper.sweep();
      expect(report.promoted).toBeLessThanOrEqual(50);
      promoted += report.promoted;
      if (pass === 10) own = await ground.submitted({ tenant: 'acme' });
    }
    expect((await ground.order()).length).toBe(2001);
    expect(await begunBefore(own)).toBeLessThanOrEqual(1);
  }, 60_000);
});
