import { taskStates } from '@millrace/contracts';
import type { TaskSummary } from '@millrace/sdk';
import { InvalidArgumentError } from 'commander';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openSession, type Session } from '../open-session.js';
import { colourStatus } from '../task-words/colour-status.js';
import { showDuration } from '../terminal/duration.js';
import type { Column } from '../terminal/render-table.js';
import { act, type Cli, define } from './define.js';
import { duration, several, wholeNumber } from './option-readers.js';

interface Flags {
  readonly status?: readonly (typeof taskStates)[number][];
  readonly model?: string;
  readonly metadata?: string;
  readonly since?: number;
  readonly limit: number;
  readonly all?: boolean;
}

const states = (text: string, before: readonly string[] = []): readonly string[] => {
  const given = several(text, before);
  const wrong = given.find((one) => !(taskStates as readonly string[]).includes(one));
  if (wrong === undefined) return given;
  throw new InvalidArgumentError(`States are ${taskStates.join(', ')}.`);
};

const columnsFor = ({ paint }: Session, now: number): readonly Column<TaskSummary>[] => [
  { title: 'ID', value: ({ id }) => id },
  { title: 'STATUS', value: ({ status }) => status, colour: (cell, { status }) => colourStatus(paint.out, status, cell) },
  { title: 'MODEL', value: ({ model }) => model },
  { title: 'AGE', value: ({ created_at }) => showDuration(now - Date.parse(created_at)), align: 'right' },
  { title: 'TOKENS', value: ({ usage }) => usage?.total_tokens, align: 'right' },
  { title: 'NOTE', value: ({ error, waiting_reason, metadata }) => error?.code ?? waiting_reason ?? pairsOf(metadata) },
];

const pairsOf = (metadata: TaskSummary['metadata']): string =>
  Object.entries(metadata ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

const addOptions = (cli: Cli) =>
  define(cli, {
    usage: 'list',
    group: 'Tasks:',
    summary: "list your tenant's tasks, newest first",
    more: 'In a pipe the cells are: id, status, model, age, tokens, note.',
    examples: [
      ['millrace list', 'the newest 20'],
      ['millrace list --status failed,expired --since 1d', 'what went wrong since yesterday'],
      ['millrace list --status failed --all | cut -f1', 'the ids, for xargs millrace retry'],
      ['millrace list --metadata order:42 --json', 'as JSON, one task a line'],
    ],
  })
    .option('--status <state,...>', `only in these states: ${taskStates.join(', ')}`, states)
    .option('--model <name>', 'only for this model')
    .option('--metadata <name:value>', 'only with this pair, or with any pair of this name')
    .option('--since <duration>', 'only submitted since then, such as 10m, 2h or 1d', duration)
    .option('-n, --limit <n>', 'how many at most', wholeNumber(1, 1_000_000), 20)
    .option('-a, --all', 'all of them');

const inBatches = async (tasks: AsyncIterable<TaskSummary>, limit: number, show: (rows: readonly TaskSummary[]) => void): Promise<void> => {
  let rows: TaskSummary[] = [];
  let seen = 0;
  for await (const task of tasks) {
    rows.push(task);
    seen += 1;
    if (rows.length >= 100) {
      show(rows);
      rows = [];
    }
    if (seen >= limit) break;
  }
  if (rows.length > 0 || seen === 0) show(rows);
};

/** `millrace list`. */
export const addList = (cli: Cli): void =>
  act<[], Flags>(cli, addOptions(cli), async ({ flags, command }): Promise<ExitCode> => {
    const session = openSession(cli.context, command);
    const now = cli.context.now();
    const limit = flags.all ? Number.POSITIVE_INFINITY : flags.limit;
    const query = {
      limit: Math.min(limit, 100),
      status: flags.status,
      model: flags.model,
      metadata: flags.metadata,
      created_after: flags.since === undefined ? undefined : new Date(now - flags.since * 1000),
    };
    const tasks = session.millrace.tasks.list(query, { signal: cli.context.interrupted });
    await inBatches(tasks, limit, (rows) => session.table(columnsFor(session, now), rows, 'There are no such tasks.'));
    return exitCodes.ok;
  });
