import type { QueueView } from '@millrace/contracts';
import { pause } from '../bulk/pause.js';
import { exitCodes } from '../exit-codes.js';
import { openSession, type Session } from '../open-session.js';
import { renderTable } from '../terminal/render-table.js';
import { act, type Cli, define } from './define.js';
import { deploymentColumns, deploymentRows } from './deployment-columns.js';
import { wholeNumber } from './option-readers.js';
import { queueColumns } from './queue-columns.js';

interface Flags {
  readonly once?: boolean;
  readonly interval: number;
}

const screenOn = '\u001b[?1049h\u001b[?25l';
const screenOff = '\u001b[?25h\u001b[?1049l';

// Ctrl-C and Ctrl-D come as keys while keys come raw.
const leaves = new Set(['q', 'Q', '\u0003', '\u0004']);

const sum = (queues: readonly QueueView[], of: (queue: QueueView) => number | undefined): number =>
  queues.reduce((total, queue) => total + (of(queue) ?? 0), 0);

const headline = (queues: readonly QueueView[]): string =>
  [
    `${sum(queues, ({ waiting }) => waiting)} waiting`,
    `${sum(queues, ({ running }) => running)} running`,
    `${sum(queues, ({ started_per_minute }) => started_per_minute)} started/min`,
  ].join(' · ');

/** One picture of all routes, for a terminal of that size. */
export const renderTop = (queues: readonly QueueView[], session: Pick<Session, 'paint' | 'url'>, at: string, width: number): string => {
  const paint = session.paint.out;
  const shown = { forTerminal: true, width, paint };
  const routes = renderTable({ columns: queueColumns(paint), rows: queues, ...shown });
  const deployments = renderTable({ columns: deploymentColumns(paint), rows: deploymentRows(queues), ...shown });
  return `${paint.bold('millrace top')}  ${session.url}  ${at}\n${headline(queues)}\n\n${routes}\n${deployments}\n${paint.dim('q or Ctrl-C ends it')}\n`;
};

const tellPlainly = (session: Session, queues: readonly QueueView[], at: string): void => {
  if (session.json) session.writeJson({ at, queues });
  else session.write(`${at}\t${headline(queues)}\n`);
};

const watchPlainly = async ({ context: { interrupted, now } }: Cli, session: Session, { once, interval }: Flags): Promise<void> => {
  do {
    tellPlainly(session, await session.millrace.queues.list({ signal: interrupted }), new Date(now()).toISOString());
    if (!once) await pause(interval * 1000, interrupted);
  } while (!once);
};

const watchLive = async ({ context: { terminal, interrupted, now } }: Cli, session: Session, { interval }: Flags): Promise<void> => {
  const quit = new AbortController();
  const signal = AbortSignal.any([interrupted, quit.signal]);
  // Asked before the screen is taken: whoever may not look is told so on the one that stays.
  let queues = await session.millrace.queues.list({ signal });
  const stopKeys = terminal.input.onKey((key) => leaves.has(key) && quit.abort());
  terminal.out.write(screenOn);
  try {
    for (;;) {
      const picture = renderTop(queues, session, new Date(now()).toISOString(), terminal.out.columns());
      terminal.out.write(`\u001b[H\u001b[2J${picture}`);
      await pause(interval * 1000, signal);
      queues = await session.millrace.queues.list({ signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stopKeys();
    terminal.out.write(screenOff);
  }
};

/** `millrace top`. */
export const addTop = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'top',
    group: 'Operators:',
    summary: 'watch all routes live',
    more: 'Redraws in place on a terminal; elsewhere, and with --json, one line a look.',
    examples: [
      ['millrace top', 'q ends it'],
      ['millrace top --once --json', 'one look, for scripts'],
    ],
  })
    .option('--once', 'look once and end')
    .option('--interval <seconds>', 'between looks', wholeNumber(1, 3600), 1);
  act<[], Flags>(cli, command, async ({ flags }) => {
    const { terminal, interrupted } = cli.context;
    const session = openSession(cli.context, command, { admin: true, tellRetries: false });
    const live = terminal.out.isTTY && !session.json && !flags.once;
    if (live) await watchLive(cli, session, flags);
    else await watchPlainly(cli, session, flags);
    return interrupted.aborted ? exitCodes.interrupted : exitCodes.ok;
  });
};
