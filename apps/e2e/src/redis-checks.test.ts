import { afterEach, expect, it } from '@jest/globals';
import { type Cluster, eventually, startCluster } from '@millrace/testing';

let cluster: Cluster;
afterEach(() => cluster.stop());

it('a Redis that may throw tasks away is said to in the log, and refused where that is wanted', async () => {
  cluster = await startCluster();
  const { store, apis, workers } = cluster;
  await store.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const refusing = [
    await cluster.startApi({ MILLRACE_REDIS_CHECKS: 'refuse' }),
    await cluster.startWorker({ env: { MILLRACE_REDIS_CHECKS: 'refuse' } }),
  ];
  for (const app of refusing) {
    expect(await app.process.line('"redis_unfit"')).toContain('Set `maxmemory-policy noeviction`');
    await eventually(async () => (await app.probe('/readyz')) === 503);
    expect(await app.probe('/livez')).toBe(200);
  }
  const warning = await cluster.startApi({ MILLRACE_REDIS_CHECKS: 'warn' });
  await warning.process.line('"redis_unfit"');
  await warning.ready();
  // Those that had looked before the setting was changed go on.
  for (const app of [...apis.slice(0, 1), ...workers.slice(0, 1)]) expect(await app.probe('/readyz')).toBe(200);
});
