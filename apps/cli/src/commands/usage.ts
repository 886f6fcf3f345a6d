import type { UsageReport } from '@millrace/sdk';
import { exitCodes } from '../exit-codes.js';
import { openSession } from '../open-session.js';
import type { Column } from '../terminal/render-table.js';
import { act, type Cli, define } from './define.js';
import { several } from './option-readers.js';

type Row = UsageReport['data'][number];
type Group = UsageReport['group_by'][number];

interface UsageFlags {
  readonly by?: readonly Group[];
  readonly from?: string;
  readonly to?: string;
  readonly tenant?: string;
  readonly usageKey?: string;
  readonly model?: string;
}

const groupColumn = (group: Group): Column<Row> => ({ title: group.toUpperCase(), value: (row) => row[group] });

/** What is not exact says so: `~` = in part estimated, `+` = calls without a known price came on top. */
const costOf = ({ cost_usd, estimated_calls, unpriced_calls }: Pick<Row, 'cost_usd' | 'estimated_calls' | 'unpriced_calls'>): string =>
  `${estimated_calls > 0 ? '~' : ''}${cost_usd}${unpriced_calls > 0 ? '+' : ''}`;

const amounts: readonly Column<Row>[] = [
  { title: 'CALLS', value: ({ calls }) => String(calls) },
  { title: 'INPUT', value: ({ input_tokens }) => String(input_tokens) },
  { title: 'CACHED', value: ({ cached_input_tokens }) => String(cached_input_tokens) },
  { title: 'OUTPUT', value: ({ output_tokens }) => String(output_tokens) },
  { title: 'USD', value: costOf },
];

/** `millrace usage`. */
export const addUsage = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'usage',
    summary: 'show calls, tokens and dollars; ~ is estimated in part, + is without calls whose price is not known',
    examples: [
      ['millrace usage --by month,model', 'this month so far, by model'],
      ['millrace usage --from 2026-11-01 --to 2026-11-30 --by key --json', 'the whole report as JSON'],
    ],
  })
    .option('--by <group,...>', 'day, month, key, model, deployment, or tenant for admins (default: day)', several)
    .option('--from <day>', 'first day, UTC (default: the first of the month)')
    .option('--to <day>', 'last day, UTC (default: today)')
    .option('--usage-key <id>', 'only tasks that were submitted with this key')
    .option('--model <name>', 'only tasks for this model')
    .option('--tenant <tenant>', 'only tasks of this tenant; for admins');
  act<[], UsageFlags>(cli, command, async ({ flags: { by, usageKey, ...search } }) => {
    const session = openSession(cli.context, command, { admin: search.tenant !== undefined || by?.includes('tenant') === true });
    const report = await session.millrace.usage({ ...search, groupBy: by, key: usageKey }, { signal: cli.context.interrupted });
    if (session.json) session.writeJson(report);
    else {
      session.table<Row>(
        [...report.group_by.map(groupColumn), ...amounts],
        report.data,
        `Nothing was used from ${report.from} to ${report.to}.`,
      );
      if (report.data.length > 0) session.say(`${report.from} to ${report.to}: ${report.totals.calls} calls, ${costOf(report.totals)} USD`);
    }
    return exitCodes.ok;
  });
};
