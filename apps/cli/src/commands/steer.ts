import type { Task, TaskErasure } from '@millrace/sdk';
import { cliFailure } from '../cli-failure.js';
import { describeFailure } from '../describe-failure.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openSession, type Session } from '../open-session.js';
import { act, type Cli, type Definition, define } from './define.js';

/** Goes on after one that is refused, so that a list of ids is gone through; the first exit code that is not 0 counts. */
const forEach = async (session: Session, ids: readonly string[], work: (id: string) => Promise<void>): Promise<ExitCode> => {
  let worst: ExitCode = exitCodes.ok;
  for (const id of ids) {
    try {
      await work(id);
    } catch (error) {
      const { exitCode, text } = describeFailure(error, false);
      // Whoever cannot be reached now is not asked a hundred times.
      if (ids.length === 1 || exitCode === exitCodes.refused || error instanceof DOMException) throw error;
      if (worst === exitCodes.ok) worst = exitCode;
      session.say(session.paint.err.red(`${id}: ${text}`));
    }
  }
  return worst;
};

const tell = (session: Session, answer: Task | TaskErasure, words: string): void => {
  if (session.json) session.writeJson(answer);
  else session.write(`${words}\n`);
};

const steer = (cli: Cli, definition: Definition, work: (session: Session, id: string) => Promise<void>) => {
  const command = define(cli, { group: 'Tasks:', ...definition });
  act<[string[]], object>(cli, command, ({ args: [ids] }) => {
    const session = openSession(cli.context, command);
    return forEach(session, ids, (id) => work(session, id));
  });
};

/** `millrace cancel`. */
export const addCancel = (cli: Cli): void =>
  steer(
    cli,
    {
      usage: 'cancel <id...>',
      summary: 'cancel tasks; one that has ended stays as it is',
      more: 'Prints id and state. A task that runs shows `running` until its call has been stopped, within a second or so.',
      examples: [['millrace cancel task_019ab0c4-…', 'a call that runs is stopped']],
    },
    async (session, id) => {
      const task = await session.millrace.tasks.cancel(id, { signal: cli.context.interrupted });
      tell(session, task, `${task.id}\t${task.status}`);
    },
  );

/** `millrace retry`. */
export const addRetry = (cli: Cli): void =>
  steer(
    cli,
    {
      usage: 'retry <id...>',
      summary: 'run ended tasks again, as new ones',
      more: 'Prints the id of the new task.',
      examples: [
        ['millrace retry task_019ab0c4-…', 'prints the id of the new task'],
        ['millrace result $(millrace retry task_019ab0c4-…)', 'and waits for its answer'],
      ],
    },
    async (session, id) => {
      const task = await session.millrace.tasks.retry(id, { signal: cli.context.interrupted });
      tell(session, task, task.id);
    },
  );

const confirm = async ({ context: { terminal } }: Cli, question: string): Promise<void> => {
  if (!terminal.input.isTTY) throw cliFailure(exitCodes.usage, 'Erasing cannot be undone: say --yes where nobody can be asked.');
  terminal.err.write(`${question} [y/N] `);
  if (!/^y(es)?$/i.test((await terminal.input.readLine()).trim())) throw cliFailure(exitCodes.failed, 'Nothing was erased.');
};

/** `millrace erase`. */
export const addErase = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'erase <id...>',
    group: 'Tasks:',
    summary: 'delete prompt, metadata, answer and events of tasks for good',
    more: 'An open task is cancelled as well. Asks first, unless --yes is given.',
    examples: [['millrace erase task_019ab0c4-… --yes', 'without being asked']],
  }).option('-y, --yes', 'do not ask');
  act<[string[]], { yes?: boolean }>(cli, command, async ({ args: [ids], flags }) => {
    const session = openSession(cli.context, command);
    if (!flags.yes) await confirm(cli, `Erase ${ids.length === 1 ? ids[0] : `${ids.length} tasks`} for good?`);
    return forEach(session, ids, async (id) => {
      const erasure = await session.millrace.tasks.erase(id, { signal: cli.context.interrupted });
      tell(session, erasure, `${erasure.id}\terased`);
    });
  });
};
