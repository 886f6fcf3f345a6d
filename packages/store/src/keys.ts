/** Every Redis key Millrace uses, under one prefix whose hash tag keeps them in one slot of a cluster. */
export interface Keys {
  readonly prefix: string;
  /** Hash: the record of a task, the truth about its state. Its payload and result lie beside it, sealed. */
  task(id: string): string;
  payload(id: string): string;
  result(id: string): string;
  /** Channel that tells those who wait for this task that it has ended. */
  ended(id: string): string;
  /** Sorted set: every open task, scored by when the sweeper looks at it next (ms). */
  readonly open: string;
  /** Sorted set: every running attempt as `<task id>`, scored by when its lease runs out (ms). */
  readonly attempts: string;
  /** Hash: how many tasks were ever submitted and how each ended; open tasks are the difference. */
  readonly totals: string;
  /** Sorted set per tenant: its tasks, scored by creation (ms). */
  tenantTasks(tenant: string): string;
  /** Hash: an API key that was made at run time, by its public id. */
  apiKey(id: string): string;
  /** String: when the next task of this key conforms to its limit (GCRA, ms with fraction). */
  taskLimit(keyId: string): string;
  /** String: a kept answer. */
  cachedAnswer(digest: string): string;
  /** Sorted set: instances of workers per route, scored by when they were last seen (ms). */
  workers(route: string): string;
  /** String: who sweeps at the moment. */
  readonly sweeper: string;
  /** Prefix for rate limits that rate-limiter-flexible keeps. */
  readonly rateLimits: string;
  /** Prefix under which BullMQ keeps its queues, one per route. */
  readonly queues: string;
}

export const createKeys = (prefix: string): Keys => ({
  prefix,
  task: (id) => `${prefix}:task:${id}`,
  payload: (id) => `${prefix}:task:${id}:payload`,
  result: (id) => `${prefix}:task:${id}:result`,
  ended: (id) => `${prefix}:task:${id}:ended`,
  open: `${prefix}:open`,
  attempts: `${prefix}:attempts`,
  totals: `${prefix}:totals`,
  tenantTasks: (tenant) => `${prefix}:tenant:${tenant}:tasks`,
  apiKey: (id) => `${prefix}:key:${id}`,
  taskLimit: (keyId) => `${prefix}:limit:tasks:${keyId}`,
  cachedAnswer: (digest) => `${prefix}:llm:response:${digest}`,
  workers: (route) => `${prefix}:workers:${route}`,
  sweeper: `${prefix}:sweeper`,
  rateLimits: `${prefix}:limit`,
  queues: `${prefix}:queue`,
});
