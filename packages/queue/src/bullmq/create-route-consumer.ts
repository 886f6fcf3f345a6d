import { parseJobId } from '../job-id.js';
import type { JobReference } from '../job-reference.js';
import type { RouteConsumer } from '../route-consumer.js';
import { createQueueConsumer, type QueueConsumerOptions } from './create-queue-consumer.js';
import { toJobReference } from './to-job-reference.js';

export interface RouteConsumerOptions extends Omit<QueueConsumerOptions<JobReference>, 'queue' | 'read'> {
  readonly route: string;
}

/** A consumer of the jobs of one route's tasks; see {@link createQueueConsumer}. */
export const createRouteConsumer = ({ route, events, ...options }: RouteConsumerOptions): RouteConsumer => {
  const onStalled = (id: string): void => events.onStalled(parseJobId(id)?.taskId ?? id);
  const consumer = createQueueConsumer({ ...options, queue: route, read: toJobReference, events: { ...events, onStalled } });
  return Object.assign(consumer, { route });
};
