/** The queues as a dashboard wants them. */
export interface DashboardQueues {
  /**
   * One for each route, in their order. They are BullMQ's own objects, made for Bull Board's `BullMQAdapter` in read-only mode and for nothing
   * else, and so have no type here: nobody but this package is to know BullMQ's.
   */
  readonly queues: readonly unknown[];
  /** Lets go of the connection within `timeoutMs`, whatever state Redis is in. */
  close(timeoutMs: number): Promise<void>;
}
