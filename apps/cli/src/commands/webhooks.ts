import { type EndpointEventType, endpointEventTypes, type WebhookEndpointView } from '@millrace/contracts';
import { cliFailure } from '../cli-failure.js';
import { exitCodes } from '../exit-codes.js';
import { openSession } from '../open-session.js';
import { act, type Cli, define } from './define.js';
import { several } from './option-readers.js';
import { addDeliveries, addReplay, addTest } from './webhook-deliveries.js';

type Under = Cli['program'];

const stateOf = ({ enabled, disabled_reason }: WebhookEndpointView): string =>
  enabled ? 'enabled' : `disabled${disabled_reason ? `: ${disabled_reason}` : ''}`;

const addList = (cli: Cli, under: Under): void => {
  const command = define(cli, {
    under,
    usage: 'list',
    summary: 'list your endpoints',
    examples: [['millrace webhooks list', 'where the ends of your tasks are told']],
  });
  act<[], object>(cli, command, async () => {
    const session = openSession(cli.context, command);
    const endpoints = await session.millrace.webhooks.list({ signal: cli.context.interrupted });
    session.table<WebhookEndpointView>(
      [
        { title: 'ID', value: ({ id }) => id },
        { title: 'STATE', value: stateOf },
        { title: 'EVENTS', value: ({ events }) => (events.length === endpointEventTypes.length ? 'all' : events.join(',')) },
        { title: 'CREATED', value: ({ created_at }) => created_at },
        { title: 'URL', value: ({ url }) => url },
      ],
      endpoints,
      'There are no endpoints; `millrace webhooks create URL` makes one.',
    );
    return exitCodes.ok;
  });
};

const eventsOf = (names: readonly string[]): EndpointEventType[] => {
  const unknown = names.find((name) => !(endpointEventTypes as readonly string[]).includes(name));
  if (unknown === undefined) return names as EndpointEventType[];
  throw cliFailure(exitCodes.usage, `There is no event ${unknown}. There are ${endpointEventTypes.join(', ')}.`);
};

const addCreate = (cli: Cli, under: Under): void => {
  const command = define(cli, {
    under,
    usage: 'create <url>',
    summary: 'have the ends of tasks told to a URL; the signing secret goes to stdout, this once',
    examples: [['millrace webhooks create https://example.com/hook --events task.failed > hook.secret', 'only failures']],
  })
    .option('--events <event,...>', `${endpointEventTypes.join(', ')}; may be repeated (default: all)`, several)
    .option('--description <text>', 'a note of yours');
  act<[string], { events?: readonly string[]; description?: string }>(cli, command, async ({ args: [url], flags }) => {
    const { events, description } = flags;
    const wanted = { url, ...(events && { events: eventsOf(events) }), ...(description !== undefined && { description }) };
    const session = openSession(cli.context, command);
    const endpoint = await session.millrace.webhooks.create(wanted, { signal: cli.context.interrupted });
    if (session.json) session.writeJson(endpoint);
    else {
      session.write(`${endpoint.secret}\n`);
      session.say(
        `Endpoint ${endpoint.id}. The secret that signs is shown this once only; \`millrace webhooks test ${endpoint.id}\` tries it.`,
      );
    }
    return exitCodes.ok;
  });
};

const addDelete = (cli: Cli, under: Under): void => {
  const command = define(cli, {
    under,
    usage: 'delete <id>',
    summary: 'tell an endpoint nothing more',
    examples: [['millrace webhooks delete we_4f1c2d3e…', 'what was to be sent to it is not']],
  });
  act<[string], object>(cli, command, async ({ args: [id] }) => {
    const session = openSession(cli.context, command);
    const removal = await session.millrace.webhooks.delete(id, { signal: cli.context.interrupted });
    if (session.json) session.writeJson(removal);
    else session.write(`${removal.id}\tdeleted\n`);
    return exitCodes.ok;
  });
};

/** `millrace webhooks …`. */
export const addWebhooks = (cli: Cli): void => {
  const webhooks = define(cli, {
    usage: 'webhooks',
    group: 'Tasks:',
    summary: 'have the ends of tasks told to URLs, and see what was sent',
    examples: [
      ['millrace webhooks create https://example.com/hook', 'from now on, every end of a task of yours'],
      ['millrace webhooks deliveries --status failed', 'what did not get through'],
    ],
  });
  for (const add of [addList, addCreate, addDelete, addTest, addDeliveries, addReplay]) add(cli, webhooks);
};
