import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGround, type Ground } from '../life/ground.js';
import { createTidyLimiters } from './tidy-limiters.js';

describe('places that nobody holds any more', () => {
  let ground: Ground;
  let tidy: () => Promise<number>;
  beforeEach(() => {
    ground = createGround();
    tidy = createTidyLimiters(ground);
  });
  afterEach(() => ground.close());

  const holders = () => ground.redis.smembers(ground.keys.inFlight('d:d'));
  const begun = async () => ground.begun(await ground.opened((await ground.accepted()).id));

  it('are freed: of records that are gone, of attempts that were lost or have ended; those of attempts that run stay', async () => {
    const [running, gone, ended, lost] = [await begun(), await begun(), await begun(), await begun()];
    await ground.redis.del(ground.keys.task(gone.taskId));
    await ground.redis.hdel(ground.keys.task(ended.taskId), 'room');
    await ground.redis.hincrby(ground.keys.task(lost.taskId), 'fence', 1);
    await ground.redis.sadd(ground.keys.inFlight('d:d'), 'nonsense');
    expect(await tidy()).toBe(4);
    expect(await holders()).toEqual([`${running.taskId}:${running.fence}`]);
    expect(await tidy()).toBe(0);
  });

  it('are found one deployment or credential after the other, and those that are used no more are forgotten', async () => {
    const attempt = await begun();
    await ground.redis.sadd(ground.keys.limiters, 'd:old');
    await ground.redis.sadd(ground.keys.inFlight('d:old'), 'task_gone:1');
    while ((await ground.redis.scard(ground.keys.limiters)) > 1) await tidy();
    expect(await ground.redis.exists(ground.keys.inFlight('d:old'))).toBe(0);
    expect(await ground.redis.smembers(ground.keys.limiters)).toEqual(['d:d']);
    expect(await holders()).toEqual([`${attempt.taskId}:1`]);
  });
});
