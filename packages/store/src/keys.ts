/**
 * Every Redis key Millrace uses, built here and nowhere else: `*` stands for a parameter. All lie under one prefix whose
 * hash tag keeps them in one slot of a cluster, so a script may touch any of them.
 */
const templates = {
  /** Hash: the record of a task, the truth about its state. Payload, metadata and result lie beside it, sealed. */
  task: 'task:*',
  payload: 'task:*:payload',
  metadata: 'task:*:metadata',
  result: 'task:*:result',
  /**
   * Hash: what a task cost: `cost` in nano-dollars, how many calls of it are `estimated` and `unpriced`, and as `lost:<fence>`
   * what was booked for attempts that were lost, which may tell after all what they used.
   */
  taskSpend: 'task:*:spend',
  /** Stream: the events of a task between its first state and its end, ids `<number>-0`; the first and the last ones are told from the record. */
  events: 'task:*:events',
  /** Channel that tells those who follow a task of its events as they come: `<number> <kind> <data>`. */
  follow: 'task:*:follow',
  /** Channel that tells workers whose events somebody follows from now on: a task id. */
  follows: 'follows',
  /** Channel that tells those who wait for a task that it has ended. */
  ended: 'task:*:ended',
  /** Channel that tells workers which running attempts were cancelled: `<task id> <fence>`. */
  cancels: 'cancels',
  /** Channel that tells workers which kept answers were erased: a digest. */
  erasures: 'erasures',
  /** Sorted set: the tasks of a tenant, scored by when they were submitted (ms). */
  tenantTasks: 'tenant:*:tasks',
  /** Set: tenants that have or had tasks. */
  tenants: 'tenants',
  /** Sorted set: the tasks that are to be queued later, scored by when (ms). */
  scheduled: 'scheduled',
  /** Hash: how many of them there are, by route. */
  scheduledTasks: 'scheduled-tasks',
  /** String: the task of an idempotency key, by tenant and digest of the key: `<task id> <digest of the body>`, or `<task id> -` once it is erased. */
  idempotency: 'idempotency:*',
  /** Hash: how many tasks of a route its workers took on, to run or to answer from the cache, in each ten seconds of late, by the number of these since the epoch. */
  throughput: 'throughput:*',
  /** Hashes, in the same slices: the tokens that models read, and wrote, for a route, as its workers reported them. */
  inputTokens: 'input-tokens:*',
  outputTokens: 'output-tokens:*',
  /** Sorted set: exactly the open tasks, scored by when the sweeper looks at each next, its deadline at the latest (ms). */
  open: 'open',
  /** Sorted set: every running attempt by its task's id, scored by when its lease runs out (ms). */
  attempts: 'attempts',
  /** String: what an api wrote last before it asked whether everything up to then is safe; without a write of its own a connection has nothing to ask about. */
  durability: 'durability',
  /** Hash: how many tasks were ever submitted and how each ended; open tasks are the difference. */
  totals: 'totals',
  /** Hash: since when workers and sweeper have been calling in without a pause. */
  pulse: 'pulse',
  /** Hash: who sweeps at the moment. */
  sweeper: 'sweeper',
  /** Hash: an API key that was made at run time, by its public id. */
  apiKey: 'key:*',
  /** Sorted set: the ids of those keys, scored by when they were made (ms). */
  apiKeys: 'keys',
  /** Channel that tells every api that a key was changed, revoked or rotated: its id. */
  keyChanges: 'keys:changes',
  /** Stream: what admins did, about 100,000 entries. */
  audit: 'audit',
  /** Sorted set: the newest tasks of a route that ended `failed`, scored by when they ended (ms). */
  deadLetters: 'dead:*',
  /** String: when the next task of a key conforms to its limit (ms). */
  taskLimit: 'limit:tasks:*',
  /** Prefix of the limits that rate-limiter-flexible keeps. */
  rateLimits: 'limit:rate',
  /** String: a kept answer, by the digest of everything that shapes it. */
  cachedAnswer: 'llm:response:*',
  /** Hash: the fair share of a route: virtual time `V`, `base` of its priorities, `mean` output tokens that are charged and `learned` ones, and its flows; see `fair-share.lua`. */
  fair: 'fair:*',
  /** Set: routes that have a fair share. */
  fairRoutes: 'fair-routes',
  /** Set: the tasks of a key with a limit of tasks in flight that are queued for a worker or running. */
  admitted: 'key:*:admitted',
  /** Sorted set: the tasks of a key that wait for others of it to end, scored by their pass in `heldFair`. */
  held: 'key:*:held',
  /** Hash: the fair share of a key's classes among its held tasks. */
  heldFair: 'key:*:held-fair',
  /** Set: keys that have held tasks. */
  heldKeys: 'held-keys',
  /** Hash: how many tasks are held, by route. */
  heldTasks: 'held-tasks',
  /** Hash: the limiter and breaker of `d:<deployment>` or `c:<credential>`; see `limiter.lua`, `breaker.lua` and `adapt-pace.lua`. */
  limiter: 'limiter:*',
  /** Set: those of them that may be there: `d:<deployment>` and `c:<credential>`. */
  limiters: 'limiters',
  /** Set: the attempts that hold a place there: `<task id>:<fence>`. */
  inFlight: 'limiter:*:in-flight',
  /** String: why no deployment of a route has room, and until when: `<reason> <ms>`. */
  dry: 'dry:*',
  /** Hash: what was used on a day by a tenant, by `<day>:<tenant>`; see `book-usage.lua`. */
  usage: 'usage:*',
  /** Set: the tenants that used something on a day. */
  usageTenants: 'usage-tenants:*',
  /** Hash: what a key has spent this day and this month, and what is reserved for its calls that run (nano-dollars). */
  spend: 'spend:*',
  /** Sorted set: the workers of a route, scored by when they last called in (ms). */
  workers: 'workers:*',
  /** String: what a worker told as it last called in: `<attempts it runs> <attempts it runs at most, or nothing>`. */
  workerLoad: 'worker-load:*',
  /**
   * Hash: a webhook endpoint: `tenant`, `url` sealed, `events` as a comma list ('' = all), `enabled` 1 or 0, `disabled_reason`, `disabled_at`,
   * `description`, `created`, and `secrets`, which `rotate-secret.lua` describes. `failures` counts deliveries that failed since one got through, `failed_attempts` attempts, the first of them at `failing_since`.
   */
  webhook: 'webhook:*',
  /** Set: the webhook endpoints of a tenant. */
  tenantWebhooks: 'tenant:*:webhooks',
  /** Hash: the secret that signs for webhooks of a tenant's tasks without one of their own: `secrets`, `created`, `rotated`. */
  webhookSecret: 'tenant:*:webhook-secret',
  /** String: the webhook that a task came with, sealed. */
  taskWebhook: 'task:*:webhook',
  /**
   * Hash: what is sent to one endpoint of one event: `tenant`, `endpoint`, `task`, `type`, `created`, `state`, `run` of its job, `tries` since it was
   * last queued, `next`, `finished`, `attempts` as JSON, `reason` if it failed without one,
   * `erased` if its task was, `holder` and `held_until` of the attempt that is being made, and sealed: `target` for a task's own webhook, `url` as it may be shown, `body`.
   */
  delivery: 'delivery:*',
  /** Sorted set: the deliveries of a tenant, scored by when they were created (ms). */
  tenantDeliveries: 'tenant:*:deliveries',
  /** Sorted set: those of them that have ended, scored by when (ms); the others are pending. */
  endedDeliveries: 'tenant:*:ended-deliveries',
  /** Set: the deliveries of a task. */
  taskDeliveries: 'task:*:deliveries',
  /** Sorted set: the deliveries that have not come to an end, scored by when the sweeper makes sure of their job (ms). */
  pendingDeliveries: 'pending-deliveries',
  /** Prefix under which BullMQ keeps its queues: one per route, and one for webhooks. */
  queues: 'queue',
} as const;

type Templates = typeof templates;
type KeyName = keyof Templates;

/** A key, or how to build it from its parameter. */
export type Keys = { readonly prefix: string } & {
  readonly [N in KeyName]: Templates[N] extends `${string}*${string}` ? (parameter: string) => string : string;
};

export const createKeys = (prefix: string): Keys => {
  const keys = Object.entries(templates).map(([name, template]) => {
    const [before = '', after] = `${prefix}:${template}`.split('*');
    return [name, after === undefined ? before : (parameter: string) => before + parameter + after];
  });
  return { prefix, ...Object.fromEntries(keys) } as Keys;
};

/**
 * The same keys for Lua, as `key.task(id)` and `key.open()`; the prefix is every script's first argument. Only those that
 * the text uses: a script makes its functions anew each time it runs.
 */
export const keysLua = (text: string): string => {
  const used = Object.entries(templates).filter(([name]) => text.includes(`key.${name}(`));
  return ['local key = {}', ...used.map(keyFunction)].join('\n');
};

const keyFunction = ([name, template]: readonly [string, string]): string => {
  const [before, after] = template.split('*');
  const parts = after === undefined ? `ARGV[1] .. ':${before}'` : `ARGV[1] .. ':${before}' .. parameter .. '${after}'`;
  return `function key.${name}(parameter) return ${parts} end`;
};
