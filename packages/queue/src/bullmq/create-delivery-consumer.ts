import { type DeliveryReference, deliveryQueue } from '../delivery-reference.js';
import { parseJobId } from '../job-id.js';
import type { QueueConsumer } from '../queue-consumer.js';
import { createQueueConsumer, type QueueConsumerOptions } from './create-queue-consumer.js';

/** The id of such a job is `<delivery id>.<run>`, as those of tasks are. */
const toDeliveryReference = (data: unknown, id: string): DeliveryReference | undefined => {
  const { deliveryId } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  const run = parseJobId(id)?.run;
  return typeof deliveryId === 'string' && run !== undefined ? { deliveryId, run } : undefined;
};

/** A consumer of the jobs that deliver webhooks; see {@link createQueueConsumer}. */
export const createDeliveryConsumer = (options: Omit<QueueConsumerOptions<DeliveryReference>, 'queue' | 'read'>): QueueConsumer =>
  createQueueConsumer({ ...options, queue: deliveryQueue, read: toDeliveryReference });
