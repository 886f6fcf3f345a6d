import { within } from '@millrace/runtime';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { DashboardQueues } from '../dashboard-queues.js';
import { openImpatientConnection } from './connection-settings.js';

export interface DashboardQueuesOptions {
  /** What all queues' keys begin with; holds a hash tag. */
  readonly queuesPrefix: string;
  /** Its settings are copied to one connection of the queues' own; it is not used itself and stays the caller's. */
  readonly redis: Redis;
  /** An error of the connection; the queues recover by themselves. */
  readonly onError?: (error: Error) => void;
}

/**
 * Opens BullMQ's queue objects for a dashboard.
 *
 * Without waiting for readiness and for the server's version they work on a connection that fails fast from the first moment, also when
 * Redis is away at boot: BullMQ would remember a failed first look for ever. They write no settings of their own into the queues.
 */
export const createDashboardQueues = ({ queuesPrefix, redis, onError = () => {} }: DashboardQueuesOptions): DashboardQueues => {
  const connection = openImpatientConnection(redis.options);
  connection.on('error', onError);
  const settings = { connection, prefix: queuesPrefix, skipWaitingForReady: true, skipVersionCheck: true, skipMetasUpdate: true };
  const opened = new Map<string, Queue>();
  const queueOf = (route: string): Queue => {
    const queue = opened.get(route) ?? new Queue(route, settings);
    // The connection has reported it already; without a listener of its own each queue would throw.
    if (!opened.has(route)) queue.on('error', () => {});
    opened.set(route, queue);
    return queue;
  };
  return {
    queues: (routes) => routes.map(queueOf),
    async close(timeoutMs) {
      await within(Promise.all([...opened.values()].map((queue) => queue.close())), timeoutMs);
      connection.disconnect();
    },
  };
};
