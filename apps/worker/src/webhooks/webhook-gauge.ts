import type { WorkerMetrics } from '@millrace/observability';
import { guarded, impatient, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

export interface WebhookGaugeOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly metrics: Pick<WorkerMetrics, 'webhooksPending'>;
}

const patienceMs = 1500;

/** Sets how many deliveries are pending before a scrape; a figure that cannot be known now is forgotten, not shown old. Throws what Redis threw. */
export const createWebhookGauge = ({ redis, keys, metrics }: WebhookGaugeOptions): (() => Promise<void>) => {
  const count = impatient(() => guarded(() => redis.zcard(keys.pendingDeliveries)), patienceMs);
  return async () => {
    try {
      metrics.webhooksPending.set({}, await count());
    } catch (error) {
      metrics.webhooksPending.reset();
      throw error;
    }
  };
};
