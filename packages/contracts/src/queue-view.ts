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
};

const count = z.int().min(0);

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
  })
  .meta({ id: 'Queue', examples: [exampleQueue] });
export type QueueView = z.infer<typeof queueView>;

export const queueList = z
  .object({ object: z.literal('list'), data: z.array(queueView), has_more: z.literal(false) })
  .meta({ id: 'QueueList', examples: [{ object: 'list', data: [exampleQueue], has_more: false }] });
export type QueueList = z.infer<typeof queueList>;
