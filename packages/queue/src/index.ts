export { createJobAddition, type JobAdditionOptions } from './bullmq/create-job-addition.js';
export { createRouteConsumer, type RouteConsumerOptions } from './bullmq/create-route-consumer.js';
export type { JobAddition } from './job-addition.js';
export { type JobIdentity, jobId, parseJobId } from './job-id.js';
export type { JobOutcome } from './job-outcome.js';
export type { JobReference } from './job-reference.js';
export type { PerformJob, RouteConsumer, RouteConsumerEvents } from './route-consumer.js';
export type { RouteDepth, RouteOldest, RouteQueue } from './route-queue.js';
