import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreFullError } from '@millrace/store';
import { type RedisServer, startRedis } from '@millrace/testing';
import { createGround, type Ground, request, result, usage } from './ground.js';

describe('while Redis is full', () => {
  let server: RedisServer;
  let ground: Ground;
  beforeEach(async () => {
    server = await startRedis();
    ground = createGround({ url: server.url });
  });
  afterEach(async () => {
    await ground.redis.config('SET', 'maxmemory', '0');
    await ground.close();
    await server.close();
  });
  const fill = () => ground.redis.config('SET', 'maxmemory', '1');

  it('a submission is refused and leaves nothing', async () => {
    const before = await ground.keysNow();
    await fill();
    await expect(ground.submit(request)).rejects.toBeInstanceOf(StoreFullError);
    expect(await ground.keysNow()).toEqual(before);
  });

  it('no attempt is booked, and whoever asks learns that it can be asked again', async () => {
    const task = await ground.opened((await ground.accepted()).id);
    await fill();
    await expect(ground.begun(task)).rejects.toBeInstanceOf(StoreFullError);
    expect((await ground.found(task.id)).attempts).toBe(0);
  });

  it('what runs can end, be retried, be handed back and be renewed, and deadlines hold', async () => {
    const tasks = await Promise.all([1, 2, 3].map(async () => ground.opened((await ground.accepted()).id)));
    const [first, second, third] = await Promise.all(tasks.map((task) => ground.begun(task)));
    if (!tasks[0] || !first || !second || !third) throw new Error('not begun');
    const late = await ground.accepted({}, ground.submitter({ finishBySeconds: 0 }));
    await fill();
    expect((await ground.one.renew([first])).size).toBe(0);
    expect((await ground.one.settle(tasks[0], first, { state: 'succeeded', result, usage })).kind).toBe('settled');
    expect((await ground.one.retryLater(second, { code: 'upstream_timeout', waitMs: 1000 })).kind).toBe('waiting');
    await ground.one.handBack(third);
    expect((await ground.sweeper('a').sweep()).expired).toBe(1);
    expect((await ground.found(late.id)).state).toBe('expired');
    await ground.checkLedger();
  });
});
