import { describe, expect, it } from '@jest/globals';
import { createRecentOutlooks } from './recent-outlooks.js';
import type { RouteOutlook } from './route-outlook.js';

const outlook: RouteOutlook = { waiting: 1, paused: false, workersAlive: true, atMs: 0, redisAheadMs: 0 };

const ground = (read: (route: string) => Promise<RouteOutlook> = async () => outlook) => {
  const reads: string[] = [];
  const time = { ms: 50_000 };
  const recent = createRecentOutlooks({
    clock: () => time.ms,
    read: (route) => {
      reads.push(route);
      return read(route);
    },
  });
  return { recent, reads, time };
};

describe('looks at routes', () => {
  it('are shared by all who ask within a second, per route', async () => {
    const { recent, reads, time } = ground();
    const all = Array.from({ length: 100 }, () => recent('large').outlook);
    expect(await Promise.all(all)).toHaveLength(100);
    time.ms += 999;
    await recent('large').outlook;
    await recent('small').outlook;
    expect(reads).toEqual(['large', 'small']);
    time.ms += 1;
    await recent('large').outlook;
    expect(reads).toEqual(['large', 'small', 'large']);
  });

  it('forget what was submitted before the newest of them', async () => {
    const { recent, time } = ground();
    recent('large').submitted += 3;
    expect(recent('large').submitted).toBe(3);
    time.ms += 1000;
    expect(recent('large').submitted).toBe(0);
  });

  it('are made anew after one that failed, and after a clock that was set back', async () => {
    let away = true;
    const { recent, reads, time } = ground(() => (away ? Promise.reject(new Error('away')) : Promise.resolve(outlook)));
    await expect(recent('large').outlook).rejects.toThrow('away');
    away = false;
    expect(await recent('large').outlook).toBe(outlook);
    time.ms -= 10_000;
    await recent('large').outlook;
    expect(reads).toHaveLength(3);
  });
});
