import type { JobReference } from './job-reference.js';
import type { PerformJob, QueueConsumer, QueueConsumerEvents } from './queue-consumer.js';

/** Does the work of one task's job; see {@link PerformJob}. */
export type PerformTaskJob = PerformJob<JobReference>;

/** Takes jobs of one route. */
export interface RouteConsumer extends QueueConsumer {
  readonly route: string;
}

/** The events of a route's consumer; `onStalled` is told the id of the task. */
export type RouteConsumerEvents = QueueConsumerEvents<JobReference>;
