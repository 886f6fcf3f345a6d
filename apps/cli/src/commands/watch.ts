import type { TaskEvent } from '@millrace/sdk';
import { openSession, type Session } from '../open-session.js';
import { describeEvent } from '../task-words/describe-event.js';
import { streamAnswer } from '../task-words/stream-answer.js';
import { taskExitCode } from '../task-words/task-exit-code.js';
import { printableLine } from '../terminal/printable.js';
import { act, type Cli, define } from './define.js';
import { wholeNumber } from './option-readers.js';

interface Flags {
  readonly after?: number;
  readonly text?: boolean;
}

const show = (session: Session, event: TaskEvent, forTerminal: boolean): void => {
  const { seq, kind, data } = event;
  if (session.json) {
    session.writeJson({ seq, kind, data });
    return;
  }
  const told = printableLine(describeEvent(event));
  session.write(forTerminal ? `${String(seq).padStart(5)}  ${kind.padEnd(8)}  ${told}\n` : `${seq}\t${kind}\t${told}\n`);
};

/** `millrace watch`. */
export const addWatch = (cli: Cli): void => {
  const command = define(cli, {
    usage: 'watch <id>',
    group: 'Tasks:',
    summary: 'follow a task, one event a line, until it ends',
    more: 'What was told before comes first. The exit code says how the task ended.',
    examples: [
      ['millrace watch task_019ab0c4-…', 'number, kind and content of each event'],
      ['millrace watch task_019ab0c4-… --text', 'only the text of the answer, as it comes'],
      ['millrace watch task_019ab0c4-… --json', 'each event as a JSON value'],
    ],
  })
    .option('--text', 'write the text of the answer instead of events')
    .option('--after <n>', 'begin after the event with this number', wholeNumber(0, Number.MAX_SAFE_INTEGER));
  act<[string], Flags>(cli, command, async ({ args: [id], flags }) => {
    const session = openSession(cli.context, command);
    const { interrupted: signal, terminal } = cli.context;
    if (flags.text && !session.json) await streamAnswer(session, id, { raw: !terminal.out.isTTY, signal });
    else
      for await (const event of session.millrace.tasks.stream(id, { signal, after: flags.after })) show(session, event, terminal.out.isTTY);
    return taskExitCode((await session.millrace.tasks.get(id, { signal })).status);
  });
};
