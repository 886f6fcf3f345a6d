/**
 * How a script of ours adds a job in the same atomic step as the record. `lua` defines the local function
 * `add_job(queue_prefix, job_id, timestamp_ms, data, priority)`, which runs BullMQ's own script text and returns the job's id.
 * `data` is a `JobReference` as JSON; `priority` a whole number from 1 to 2,097,151, beyond which it counts as the limit; a job that exists already is left as it is.
 */
export interface JobAddition {
  /** Lua source to put before our own; BullMQ's part is read from the installed package. */
  readonly lua: string;
  /** What BullMQ calls the key prefix of a queue: `<queues prefix>:<route>:`. */
  queuePrefix(route: string): string;
}
