/** The queues as a dashboard wants them. */
export interface DashboardQueues {
  /**
   * One for each of these routes, in their order; the same one each time. They are BullMQ's own objects, made for Bull Board's `BullMQAdapter` in read-only mode and for nothing
   * else, and so have no type here: nobody but this package is to know BullMQ's.
   */
  queues(routes: readonly string[]): readonly unknown[];
  /** Lets go of the connection within `timeoutMs`, whatever state Redis is in. */
  close(timeoutMs: number): Promise<void>;
}
