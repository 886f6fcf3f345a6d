import type { WorkerMetrics } from '@millrace/observability';
import type { RouteQueue } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';

export interface QueueGaugesOptions {
  /** Of the routes this worker works on now. */
  readonly queues: () => readonly RouteQueue[];
  readonly metrics: Pick<WorkerMetrics, 'queueDepth' | 'queueOldestAge'>;
  readonly clock: Clock;
}

/** Sets depth and oldest age of each route before a scrape; figures that cannot be known now, and those of routes that are gone, are forgotten, not shown old. Throws what Redis threw. */
export const createQueueGauges = ({ queues, metrics, clock }: QueueGaugesOptions): (() => Promise<void>) => {
  const measure = async (queue: RouteQueue): Promise<() => void> => {
    const [depth, oldest] = await Promise.all([queue.depth(), queue.oldest(clock())]);
    const places = [
      ['queued', depth.waiting, oldest.waiting],
      ['scheduled', depth.delayed, oldest.delayed],
      ['running', depth.active, oldest.active],
    ] as const;
    return () => {
      for (const [state, count, ageMs = 0] of places) {
        metrics.queueDepth.set({ route: queue.route, state }, count);
        metrics.queueOldestAge.set({ route: queue.route, state }, ageMs / 1000);
      }
    };
  };

  const reset = (): void => {
    metrics.queueDepth.reset();
    metrics.queueOldestAge.reset();
  };

  return async () => {
    try {
      const measured = await Promise.all(queues().map(measure));
      reset();
      for (const set of measured) set();
    } catch (error) {
      reset();
      throw error;
    }
  };
};
