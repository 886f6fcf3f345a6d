import type { ApiMetrics, WorkerMetrics, Metrics } from './index.js';
export const f = (m: ApiMetrics, w: WorkerMetrics, g: Metrics) => {
  m.tasksFinished.inc({ route: 'x', outcome: 'failed' });
  m.openTasks.set({}, 1);
  w.cacheRequests.inc({ result: 'hit' });
  g.redisUp.set({}, 1);
  // @ts-expect-error
  m.cacheRequests;
  // @ts-expect-error
  w.cacheRequests.inc({ result: 'hot' });
  // @ts-expect-error
  g.cacheRequests;
};
