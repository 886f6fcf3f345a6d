import type { Task } from '@millrace/sdk';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openSession, type Session } from '../open-session.js';
import { endLine, stateLine } from '../task-words/describe-task.js';
import { streamAnswer } from '../task-words/stream-answer.js';
import { taskExitCode } from '../task-words/task-exit-code.js';
import { tellOutcome } from '../task-words/tell-outcome.js';
import { act, type Cli, define } from './define.js';
import { readPrompt } from './read-prompt.js';
import { addSubmissionOptions, type SubmissionFlags, submissionOf } from './submission-options.js';

interface Flags extends SubmissionFlags {
  readonly file?: string;
  readonly detach?: boolean;
  readonly events?: boolean;
  readonly stream?: boolean;
  readonly idempotencyKey?: string;
}

const addOptions = (cli: Cli) =>
  addSubmissionOptions(
    define(cli, {
      usage: 'submit [prompt...]',
      group: 'Tasks:',
      summary: 'ask a model; the answer comes to stdout',
      more: 'Words, -f FILE and - (stdin) may be given together: they become one prompt, in this order. To a terminal the answer is\nwritten as it comes; to a pipe or a file whole, at the end (with --stream as it comes). Ctrl-C leaves the task running.',
      examples: [
        ['millrace submit "Why do mills stand beside rivers?"', 'ask, and watch the answer come'],
        ['millrace submit -f prompt.txt > answer.txt', 'the file will hold the answer and nothing else'],
        ['git diff | millrace submit "Write a commit message:" -', 'words first, then stdin'],
        ['id=$(millrace submit --detach -f prompt.txt)', 'only hand it in; later: millrace result $id'],
        ['millrace submit "Hello" --json | jq .usage', 'the whole task when it has ended'],
      ],
    }).option('-f, --file <path>', 'read the prompt from a file; - is stdin'),
  )
    .option('-d, --detach', 'print the id once the task is stored, and leave')
    .option('--events', 'print its events, one JSON value a line')
    .option('--stream', 'write the answer as it comes also to a pipe')
    .option('--idempotency-key <key>', 'the same key and prompt are the same task, however often it is handed in');

const follow = async (session: Session, cli: Cli, task: Task, flags: Flags): Promise<ExitCode> => {
  const { millrace, json, writeJson } = session;
  const { terminal, interrupted: signal } = cli.context;
  if (flags.events) {
    for await (const { seq, kind, data } of millrace.tasks.stream(task.id, { signal })) writeJson({ id: task.id, seq, kind, data });
    return taskExitCode((await millrace.tasks.get(task.id, { signal })).status);
  }
  const isLive = !json && (terminal.out.isTTY || flags.stream === true);
  // How the task ended is said below, with all there is to say about it.
  if (isLive) await streamAnswer(session, task.id, { raw: !terminal.out.isTTY, signal }).catch(unlessItEnded);
  const ended = await millrace.tasks.wait(task.id, { signal });
  if (json) writeJson(ended);
  else tellOutcome(session, ended, { withText: !isLive });
  if (ended.status === 'succeeded') session.say(session.paint.err.dim(endLine(ended)));
  return taskExitCode(ended.status);
};

const unlessItEnded = (error: unknown): void => {
  if (!(error instanceof Error && error.name === 'TaskFailedError')) throw error;
};

/** `millrace submit`. */
export const addSubmit = (cli: Cli): void =>
  act<[string[]], Flags>(cli, addOptions(cli), async ({ args: [words], flags, command }) => {
    const { terminal, interrupted, now } = cli.context;
    const session = openSession(cli.context, command);
    const prompt = await readPrompt({ words, input: terminal.input, ...(flags.file !== undefined && { file: flags.file }) });
    const { idempotencyKey } = flags;
    const task = await session.millrace.tasks.submit(submissionOf(prompt, flags), { signal: interrupted, idempotencyKey });
    if (flags.detach) {
      if (session.json) session.writeJson(task);
      else session.write(`${task.id}\n`);
      return exitCodes.ok;
    }
    session.say(session.paint.err.dim(`${task.id} · ${stateLine(task, now())}`));
    try {
      return await follow(session, cli, task, flags);
    } catch (error) {
      if (interrupted.aborted)
        session.say(`\nThe task goes on. Come back with \`millrace result ${task.id}\`, stop it with \`millrace cancel ${task.id}\`.`);
      throw error;
    }
  });
