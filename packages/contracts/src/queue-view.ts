import { z } from 'zod';

const exampleQueue = {
  route: 'gpt-4o-mini',
  model: 'gpt-4o-mini',
  paused: false,
  waiting: 120,
  running: 40,
  delayed: 2,
  scheduled: 5,
  held: 0,
  oldest_waiting_seconds: 3.2,
  oldest_running_seconds: 1.4,
  started_per_minute: 1800,
  input_tokens_per_minute: 540_000,
  output_tokens_per_minute: 216_000,
  workers: 2,
  dead_letters: 7,
  deployments: [
    {
      name: 'openai',
      tier: 1,
      state: 'closed',
      not_before: '2026-11-23T12:00:09.000Z',
      in_flight: 40,
      remaining: { requests: 0, tokens: 118_400, told_at: '2026-11-23T12:00:01.000Z' },
      limits: { requests_per_minute: 2000, tokens_per_minute: 2_000_000 },
    },
    {
      name: 'azure-eu',
      tier: 2,
      state: 'open',
      cause: 'refused',
      credential: 'azure',
      open_until: '2026-11-23T12:00:30.000Z',
      in_flight: 0,
      limits: {},
    },
  ],
  dry: { reason: 'rate_limited', until: '2026-11-23T12:00:09.000Z' },
};

const count = z.int().min(0);

const time = z.string().meta({ format: 'date-time' });

/** How one place that serves a route stands, by what all workers know together. */
export const deploymentView = z
  .object({
    name: z.string(),
    tier: z.int().min(1).meta({ description: 'Later tiers are for when earlier ones are down or, if spilling is allowed, have no room.' }),
    state: z.enum(['closed', 'open', 'half_open']).meta({
      description:
        'Of its circuit breaker: `closed` = in service; `open` = out of service; `half_open` = one call at a time finds out whether it is well again.',
    }),
    cause: z
      .enum(['faults', 'refused'])
      .optional()
      .meta({ description: 'Why it is out of service: it failed too often, or its credential was refused or is out of money.' }),
    credential: z.string().optional().meta({ description: 'The credential that was refused, by its name.' }),
    open_until: time.optional().meta({ description: 'Nobody asks it before.' }),
    not_before: time.optional().meta({ description: 'Its provider said to ask no sooner.' }),
    in_flight: count.meta({ description: 'Attempts that hold a place at it, of all routes.' }),
    remaining: z
      .object({ requests: z.number().optional(), tokens: z.number().optional(), told_at: time })
      .optional()
      .meta({ description: 'What is left, as the provider itself told within the last minute.' }),
    limits: z
      .object({
        requests_per_minute: z.number().optional(),
        tokens_per_minute: z.number().optional(),
        max_in_flight: z.number().optional(),
      })
      .meta({ description: 'Limits in force: the lowest of what is configured, told by the provider, and learned from its refusals.' }),
  })
  .meta({ id: 'Deployment' });
export type DeploymentView = z.infer<typeof deploymentView>;

/** How one route stands. */
export const queueView = z
  .object({
    route: z.string().meta({ description: 'Its slug, as in metrics and worker pools.' }),
    model: z.string().meta({ description: 'The model that is asked for.' }),
    paused: z.boolean().meta({ description: 'Whether workers take nothing from it.' }),
    waiting: count.meta({ description: 'Tasks that stand in line.' }),
    running: count.meta({ description: 'Tasks in the hands of workers.' }),
    delayed: count.meta({ description: 'Tasks that wait for their next attempt.' }),
    scheduled: count.meta({ description: 'Tasks that are to run later.' }),
    held: count.meta({ description: 'Tasks that wait because their key has as many in flight as it may.' }),
    oldest_waiting_seconds: z.number().optional().meta({ description: 'How long the next in line has waited.' }),
    oldest_running_seconds: z.number().optional().meta({ description: 'How long the longest has been in the hands of a worker.' }),
    started_per_minute: z.number().meta({ description: 'Tasks that workers took on, a minute, over the last minute or so.' }),
    input_tokens_per_minute: z.number().meta({ description: 'Tokens that models read, likewise; a call is counted as it ends.' }),
    output_tokens_per_minute: z.number().meta({ description: 'Tokens that models wrote, likewise.' }),
    workers: count.meta({ description: 'Workers that called in during the last ten seconds.' }),
    dead_letters: count.meta({ description: 'Tasks that ended `failed`, of the newest 10,000.' }),
    deployments: z
      .array(deploymentView)
      .meta({ description: 'Who serves it, tier by tier; none for a route that was taken out of the configuration.' }),
    dry: z
      .object({ reason: z.enum(['rate_limited', 'deployment_down']), until: time })
      .optional()
      .meta({ description: 'Present while no deployment has room for its tasks: why, and when there may be some again.' }),
  })
  .meta({ id: 'Queue', examples: [exampleQueue] });
export type QueueView = z.infer<typeof queueView>;

export const queueList = z
  .object({ object: z.literal('list'), data: z.array(queueView), has_more: z.literal(false) })
  .meta({ id: 'QueueList', examples: [{ object: 'list', data: [exampleQueue], has_more: false }] });
export type QueueList = z.infer<typeof queueList>;
