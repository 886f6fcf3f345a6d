/**
 * What a Lua script of ours can do with jobs in the same atomic step as with the record. `lua` defines these local functions:
 *
 * - `add_task_job(id, run, tenant, route, now_ms, priority)` adds the job of one run of a task, with a `JobReference` for its data;
 *   `priority` is from 1 to 2,097,151, beyond which it counts as the limit, and its fraction counts too; of a job that exists already only the place may change.
 * - `route_is_idle(route)` says that no job of the route waits, is delayed or is being worked on.
 * - `has_task_job(id, run, route)` says whether that job waits, is delayed or is being worked on.
 * - `remove_task_job(id, run, route)` takes it out of the queue, unless it is being worked on.
 */
export interface JobScripts {
  /** Lua source to put before our own; BullMQ's part is read from the installed package. */
  readonly lua: string;
  /**
   * Lua source with `rewrite_priorities(route, at, most, priority_of)`: gives up to `most` jobs, wherever they wait or are worked on, the
   * priority that `priority_of(task id)` says, if any; `at` is 'start' or what the call before returned. Returns how many were
   * rewritten, and where to go on, or nil.
   */
  readonly rebaseLua: string;
  /** What BullMQ calls the key prefix of a queue: `<queues prefix>:<route>:`. */
  queuePrefix(route: string): string;
}
