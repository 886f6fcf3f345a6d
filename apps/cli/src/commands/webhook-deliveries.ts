import { type DeliveryState, deliveryStates, type WebhookDeliveryView } from '@millrace/contracts';
import { Option } from 'commander';
import { exitCodes } from '../exit-codes.js';
import { openSession, type Session } from '../open-session.js';
import type { Column } from '../terminal/render-table.js';
import { act, type Cli, define } from './define.js';
import { wholeNumber } from './option-readers.js';

type Under = Cli['program'];

interface Filters {
  readonly status?: DeliveryState;
  readonly webhook?: string;
  readonly task?: string;
  readonly limit: number;
}

const lastAnswer = ({ attempts }: WebhookDeliveryView): string | undefined => {
  const last = attempts.at(-1);
  return last && `${last.outcome}${last.status_code === undefined ? '' : ` ${last.status_code}`}`;
};

const columns: readonly Column<WebhookDeliveryView>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'STATUS', value: ({ status }) => status },
  { title: 'TYPE', value: ({ type }) => type },
  { title: 'ATTEMPTS', value: ({ attempts }) => attempts.at(-1)?.number ?? 0, align: 'right' },
  { title: 'LAST ANSWER', value: lastAnswer },
  { title: 'NEXT', value: ({ next_attempt_at }) => next_attempt_at },
  { title: 'CREATED', value: ({ created_at }) => created_at },
  { title: 'TASK', value: ({ task_id }) => task_id },
  { title: 'URL', value: ({ url }) => url },
];

/** `millrace webhooks deliveries`. */
export const addDeliveries = (cli: Cli, under: Under): void => {
  const command = define(cli, {
    under,
    usage: 'deliveries',
    summary: 'list what was sent or is to be sent, newest first',
    examples: [['millrace webhooks deliveries --status failed', 'what did not get through']],
  })
    .addOption(new Option('--status <status>', 'only these').choices(deliveryStates))
    .option('--webhook <id>', 'only to this endpoint')
    .option('--task <id>', 'only about this task')
    .option('-n, --limit <n>', 'how many at most', wholeNumber(1, 10_000), 20);
  act<[], Filters>(cli, command, async ({ flags }) => {
    const session = openSession(cli.context, command);
    const { status, webhook: webhook_id, task: task_id, limit } = flags;
    const query = { status, webhook_id, task_id, limit: Math.min(limit, 100) };
    const found: WebhookDeliveryView[] = [];
    for await (const delivery of session.millrace.webhooks.deliveries(query, { signal: cli.context.interrupted })) {
      found.push(delivery);
      if (found.length >= limit) break;
    }
    session.table(columns, found, 'Nothing was sent.');
    return exitCodes.ok;
  });
};

const tell = (session: Session, delivery: WebhookDeliveryView): void => {
  if (session.json) session.writeJson(delivery);
  else session.write(`${delivery.id}\t${delivery.status}\n`);
  session.say('It is on its way; `millrace webhooks deliveries` shows what came of it.');
};

/** `millrace webhooks test`. */
export const addTest = (cli: Cli, under: Under): void => {
  const command = define(cli, {
    under,
    usage: 'test <id>',
    summary: 'send an event of the type webhook.test to an endpoint',
    examples: [['millrace webhooks test we_4f1c2d3e…', 'the ids are those of `millrace webhooks list`']],
  });
  act<[string], object>(cli, command, async ({ args: [id] }) => {
    const session = openSession(cli.context, command);
    tell(session, await session.millrace.webhooks.test(id, { signal: cli.context.interrupted }));
    return exitCodes.ok;
  });
};

/** `millrace webhooks replay`. */
export const addReplay = (cli: Cli, under: Under): void => {
  const command = define(cli, {
    under,
    usage: 'replay <delivery>',
    summary: 'send a delivery once more, with the same id and the same bytes',
    examples: [['millrace webhooks replay msg_0a1b2c3d…', 'the ids are those of `millrace webhooks deliveries`']],
  });
  act<[string], object>(cli, command, async ({ args: [id] }) => {
    const session = openSession(cli.context, command);
    tell(session, await session.millrace.webhooks.replay(id, { signal: cli.context.interrupted }));
    return exitCodes.ok;
  });
};
