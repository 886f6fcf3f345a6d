import type { ApiMetrics } from '@millrace/observability';
import type { Ledger, ReadHeldTasks } from '@millrace/tasks';
import type { ApiTelemetry } from './telemetry.js';

export interface StoreGaugesOptions {
  /** Of queues: sets them, or throws what Redis threw. */
  readonly setQueues: () => Promise<void>;
  /** The routes there are now. */
  readonly routes: () => readonly string[];
  readonly readLedger: () => Promise<Ledger>;
  readonly readHeldTasks: ReadHeldTasks;
  readonly ping: () => Promise<unknown>;
  readonly metrics: Pick<ApiMetrics, 'heldTasks' | 'ledger' | 'redisUp'>;
  readonly telemetry: Pick<ApiTelemetry, 'depthUnknown'>;
}

/** Sets the gauges of queues and Redis before a scrape; what cannot be known now is forgotten rather than shown old. */
export const createStoreGauges = (options: StoreGaugesOptions): (() => Promise<void>) => {
  const { setQueues, routes, readLedger, readHeldTasks, ping, metrics, telemetry } = options;

  const setHeldTasks = async (): Promise<void> => {
    const held = await readHeldTasks();
    metrics.heldTasks.reset();
    for (const route of routes()) metrics.heldTasks.set({ route }, held.get(route) ?? 0);
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
      await Promise.all([setLedger(), setHeldTasks(), setQueues()]);
    } catch (error) {
      for (const gauge of [metrics.heldTasks, metrics.ledger]) gauge.reset();
      telemetry.depthUnknown(error);
    }
  };
};
