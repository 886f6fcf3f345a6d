import type { WorkerMetrics } from '@millrace/observability';
import type { RouteQueue } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';

export interface QueueGaugesOptions {
  /** Of the routes this worker works on now. */
  readonly queues: () => readonly RouteQueue[];
  readonly metrics: Pick<WorkerMetrics, 'queueDepth' | 'queueOldestAge'>;
  readonly clock: Clock;
}

/** Sets depth and oldest age of each route before a scrape; figures that cannot be known now are forgotten, not shown old. Throws what Redis threw. */
export const createQueueGauges = ({ queues, metrics, clock }: QueueGaugesOptions): (() => Promise<void>) => {
  const measure = async (queue: RouteQueue): Promise<void> => {
    const [depth, oldest] = await Promise.all([queue.depth(), queue.oldest(clock())]);
    const places = [
      ['queued', depth.waiting, oldest.waiting],
      ['scheduled', depth.delayed, oldest.delayed],
      ['running', depth.active, oldest.active],
    ] as const;
    for (const [state, count, ageMs = 0] of places) {
      metrics.queueDepth.set({ route: queue.route, state }, count);
      metrics.queueOldestAge.set({ route: queue.route, state }, ageMs / 1000);
    }
  };

  return async () => {
    try {
      await Promise.all(queues().map(measure));
    } catch (error) {
      metrics.queueDepth.reset();
      metrics.queueOldestAge.reset();
      throw error;
    }
  };
};
