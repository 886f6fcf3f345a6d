import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTidyTenants } from '../tidy-tenants.js';
import { createGround, type Ground, request } from './ground.js';

describe('the index of a tenant', () => {
  let ground: Ground;
  let tidy: () => Promise<void>;
  beforeEach(() => {
    ground = createGround();
    tidy = createTidyTenants(ground);
  });
  afterEach(() => ground.close());

  const index = (tenant = 'acme') => ground.redis.zrange(ground.keys.tenantTasks(tenant), '0', '-1');
  const fill = async (ids: readonly string[], tenant = 'acme') => {
    await ground.redis.sadd(ground.keys.tenants, tenant);
    await ground.redis.zadd(ground.keys.tenantTasks(tenant), ...ids.flatMap((id, place) => [place, id]));
  };
  const gone = (count: number) => Array.from({ length: count }, (_, n) => `task_gone-${n}`);

  it('holds its own tasks, by when they were submitted', async () => {
    const [mine, other, scheduled] = await Promise.all([
      ground.accepted(),
      ground.accepted({ tenant: 'other' }),
      ground.accepted({ schedule: { runAt: { inMs: 60_000 } } }),
    ]);
    expect((await index()).sort()).toEqual([mine.id, scheduled.id].sort());
    expect(await index('other')).toEqual([other.id]);
    expect(Number(await ground.redis.zscore(ground.keys.tenantTasks('acme'), mine.id))).toBe(mine.createdAtMs);
    expect((await ground.redis.smembers(ground.keys.tenants)).sort()).toEqual(['acme', 'other']);
  });

  it('does not hold what was refused', async () => {
    await ground.submitter({ maxOpenTasks: 0 })(request);
    expect(await index()).toEqual([]);
  });

  it('loses the tasks whose record is gone, and keeps the others', async () => {
    const task = await ground.accepted();
    await fill(gone(250));
    await tidy();
    expect(await index()).toEqual([task.id]);
    expect(await ground.redis.smembers(ground.keys.tenants)).toEqual(['acme']);
  });

  it('loses them also behind old tasks that live long', async () => {
    const old = await Promise.all(Array.from({ length: 100 }, () => ground.accepted()));
    for (const { id } of old) await ground.redis.zadd(ground.keys.tenantTasks('acme'), -1, id);
    await fill(gone(5));
    for (let round = 0; round < 200 && (await index()).length > 100; round += 1) await tidy();
    expect(await index()).toHaveLength(100);
  });

  it('is forgotten with its tenant once it is empty', async () => {
    await fill(gone(3));
    await tidy();
    expect(await ground.keysNow()).toEqual([]);
  });

  it('is tidied in bounded steps, one tenant at a time until its oldest are there', async () => {
    await fill(gone(2500));
    await tidy();
    const left = (await index()).length;
    expect(left).toBeLessThanOrEqual(500);
    expect(left).toBeGreaterThan(0);
    await fill(gone(1), 'other');
    await tidy();
    expect(await index()).toEqual([]);
  });
});
