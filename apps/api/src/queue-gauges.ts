import type { ApiMetrics } from '@millrace/observability';
import type { RouteQueue } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';
import type { Ledger, ReadHeldTasks } from '@millrace/tasks';
import type { ApiTelemetry } from './telemetry.js';

export interface QueueGaugesOptions {
  /** Those there are now. */
  readonly queues: () => readonly RouteQueue[];
  readonly readLedger: () => Promise<Ledger>;
  readonly readHeldTasks: ReadHeldTasks;
  readonly ping: () => Promise<unknown>;
  readonly metrics: Pick<ApiMetrics, 'queueDepth' | 'queueOldestAge' | 'heldTasks' | 'ledger' | 'redisUp'>;
  readonly telemetry: Pick<ApiTelemetry, 'depthUnknown'>;
  readonly clock: Clock;
}

/** Sets the gauges of queues and Redis before a scrape; what cannot be known now, and what is of a route that is gone, is forgotten rather than shown old. */
export const createQueueGauges = (options: QueueGaugesOptions): (() => Promise<void>) => {
  const { queues, readLedger, readHeldTasks, ping, metrics, telemetry, clock } = options;

  const measure = async (queue: RouteQueue): Promise<() => void> => {
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

  const setHeldTasks = async (): Promise<void> => {
    const held = await readHeldTasks();
    metrics.heldTasks.reset();
    for (const { route } of queues()) metrics.heldTasks.set({ route }, held.get(route) ?? 0);
  };

  const setLedger = async (): Promise<void> => {
    const { lostAttempts, ...tasks } = await readLedger();
    for (const [entry, count] of Object.entries(tasks)) metrics.ledger.set({ entry: entry as keyof typeof tasks }, count);
    metrics.ledger.set({ entry: 'lost_attempts' }, lostAttempts);
  };

  return async () => {
    const up = await ping().then(
      () => 1,
      () => 0,
    );
    metrics.redisUp.set({}, up);
    try {
      const [measured] = await Promise.all([Promise.all(queues().map(measure)), setLedger(), setHeldTasks()]);
      metrics.queueDepth.reset();
      metrics.queueOldestAge.reset();
      for (const set of measured) set();
    } catch (error) {
      for (const gauge of [metrics.queueDepth, metrics.queueOldestAge, metrics.heldTasks, metrics.ledger]) gauge.reset();
      telemetry.depthUnknown(error);
    }
  };
};
