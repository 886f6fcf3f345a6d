import type { Clock } from '@millrace/runtime';
import type { Metrics } from './metrics.js';

/** A queue that can be looked at; see `RouteQueue` of packages/queue. Ages in milliseconds. */
interface MeasuredQueue {
  readonly route: string;
  depth(): Promise<{ readonly waiting: number; readonly delayed: number; readonly active: number }>;
  oldest(nowMs: number): Promise<{ readonly waiting?: number; readonly delayed?: number; readonly active?: number }>;
}

export interface QueueGaugesOptions {
  /** Those there are now. */
  readonly queues: () => readonly MeasuredQueue[];
  readonly metrics: Pick<Metrics<'api'> & Metrics<'worker'>, 'queueDepth' | 'queueOldestAge'>;
  readonly clock: Clock;
}

/**
 * Sets depth and oldest age of each route before a scrape; figures that cannot be known now, and those of routes that are gone, are forgotten, not
 * shown old. Throws what looking at a queue threw.
 */
export const createQueueGauges = ({ queues, metrics, clock }: QueueGaugesOptions): (() => Promise<void>) => {
  const measure = async (queue: MeasuredQueue): Promise<() => void> => {
    const { route } = queue;
    const [depth, oldest] = await Promise.all([queue.depth(), queue.oldest(clock())]);
    const places = [
      ['queued', depth.waiting, oldest.waiting],
      ['scheduled', depth.delayed, oldest.delayed],
      ['running', depth.active, oldest.active],
    ] as const;
    return () => {
      for (const [state, count, ageMs = 0] of places) {
        metrics.queueDepth.set({ route, state }, count);
        metrics.queueOldestAge.set({ route, state }, ageMs / 1000);
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
