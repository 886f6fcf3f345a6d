import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Priority, priorities } from '@millrace/contracts';
import { Option } from 'commander';
import { type Job, openJob } from '../bulk/open-job.js';
import { startProgress } from '../bulk/progress.js';
import { runJob } from '../bulk/run-job.js';
import { type Survey, surveyInput } from '../bulk/survey-input.js';
import type { Tally } from '../bulk/tally.js';
import { cliFailure } from '../cli-failure.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openSession, type Session } from '../open-session.js';
import { showDuration } from '../terminal/duration.js';
import { printableLine } from '../terminal/printable.js';
import { act, type Cli, define } from './define.js';
import { wholeNumber } from './option-readers.js';

interface Flags {
  readonly out: string;
  readonly model?: string;
  readonly maxTokens?: number;
  readonly priority: Priority;
  readonly concurrency: number;
  readonly ahead: number;
  readonly wait: boolean;
}

const more = `A line of FILE is a task ({"prompt": …} or {"messages": […], "model": …}, with any field of the API), a text in quotes, or a
line of an OpenAI batch file ({"custom_id": …, "body": {…}}). OUT gets a line for each as it ends, in no order:
{line, id, status, custom_id?, result?, error?, usage?}. status is succeeded, failed, cancelled, expired, refused or gone.

Ctrl-C stops it, and the same command goes on where it stopped: OUT.state, beside OUT, says which lines were handed in.
Nothing is asked twice. The exit code is 1 if any line did not succeed.`;

const addOptions = (cli: Cli) =>
  define(cli, {
    usage: 'bulk <file>',
    group: 'Tasks:',
    summary: 'ask everything in a JSONL file, and gather the answers',
    more,
    examples: [
      ['millrace bulk prompts.jsonl --out answers.jsonl', 'asks, waits, writes; Ctrl-C and again to resume'],
      ['millrace bulk prompts.jsonl --out answers.jsonl --no-wait', 'only hands in; again without it to gather'],
      ['jq -r \'select(.status=="succeeded").result.text\' answers.jsonl', 'the texts'],
    ],
  })
    .requiredOption('-o, --out <file>', 'where the answers go, one JSON value a line')
    .option('-m, --model <name>', 'for lines that name none')
    .option('--max-tokens <n>', 'for lines that say none', wholeNumber(1, 10_000_000))
    .addOption(new Option('--priority <class>', 'for lines that say none').choices(priorities).default('bulk'))
    .option('--concurrency <n>', 'how many answers are waited for at once', wholeNumber(1, 256), 16)
    .option('--ahead <n>', 'how many tasks may be handed in and not be fetched yet', wholeNumber(1, 1_000_000), 20_000)
    .option('--no-wait', 'only hand the lines in');

const count = (number: number): string => number.toLocaleString('en-US');

const summaryOf = (tally: Tally, ms: number, out: string, wait: boolean): string => {
  const outcomes = wait
    ? [`${count(tally.succeeded)} succeeded`, `${count(tally.failed)} failed`, `${count(tally.refused)} refused`]
    : [`${count(tally.submitted)} handed in`, `${count(tally.refused)} refused`];
  const tokens = wait ? [`tokens ${count(tally.inputTokens)} in, ${count(tally.outputTokens)} out`] : [];
  return [`${count(tally.lines)} lines: ${outcomes.join(', ')}`, ...tokens, `${showDuration(ms)} · ${out}`].join(' · ');
};

const again = (wait: boolean): string =>
  `Run the same command again to ${wait ? 'go on' : 'hand in the rest'}; tasks handed in so far go on meanwhile.`;

const conclude = (session: Session, job: Job, { flags, ms }: { flags: Flags; ms: number }): ExitCode => {
  const tally = job.tally();
  if (session.json) session.writeJson({ object: 'bulk.summary', ...summaryJson(tally), elapsed_ms: ms, out: flags.out });
  session.say(summaryOf(tally, ms, flags.out, flags.wait));
  return tally.failed + tally.refused > 0 ? exitCodes.failed : exitCodes.ok;
};

const summaryJson = ({ inputTokens, outputTokens, ...counts }: Tally) => ({
  ...counts,
  input_tokens: inputTokens,
  output_tokens: outputTokens,
});

const largestUpload = { lines: 1000, bytes: 8_000_000 };

/** The same in every run, since lines are told apart by their place in an upload. */
const linesPerUploadFor = ({ longest }: Survey): number =>
  Math.max(1, Math.min(largestUpload.lines, Math.floor(largestUpload.bytes / Math.max(1, longest))));

const openInput = async (cli: Cli, command: ReturnType<typeof addOptions>, file: string, flags: Flags) => {
  const session = openSession(cli.context, command, { tellRetries: false, reconnectForMs: 10_000 });
  if (!existsSync(file))
    throw cliFailure(exitCodes.usage, `There is no file ${file}. Lines must be in a file, since a resumed run reads it again.`);
  if (resolve(file) === resolve(flags.out)) throw cliFailure(exitCodes.usage, '--out must not be the input.');
  const { model, maxTokens: max_tokens, priority } = flags;
  const defaults = { ...(model !== undefined && { model }), ...(max_tokens !== undefined && { max_tokens }), priority };
  const survey = await surveyInput(file, defaults);
  const linesPerUpload = linesPerUploadFor(survey);
  return { session, defaults, linesPerUpload, job: await openJob({ out: flags.out, url: session.url, survey }) };
};

/** `millrace bulk`. */
export const addBulk = (cli: Cli): void => {
  const command = addOptions(cli);
  act<[string], Flags>(cli, command, async ({ args: [file], flags }) => {
    const { terminal, now, interrupted: signal } = cli.context;
    const began = now();
    const { session, job, ...given } = await openInput(cli, command, file, flags);
    const paint = session.paint.err;
    const progress = startProgress({ screen: terminal.err, paint, tally: job.tally, now, submitOnly: !flags.wait });
    if (job.resumed) progress.say(`Going on: ${count(job.tally().done)} of ${count(job.tally().lines)} lines are done already.`);
    let last = '';
    const onWait = (message: string): void => {
      const text = `${printableLine(message)}; waiting, and trying again`;
      if (text !== last) progress.say(paint.yellow(text));
      last = text;
    };
    const { concurrency, ahead, wait } = flags;
    try {
      await runJob({ ...given, millrace: session.millrace, job, input: file, concurrency, ahead, gather: wait, onWait, signal });
      progress.stop();
      return conclude(session, job, { flags, ms: now() - began });
    } catch (error) {
      progress.stop();
      session.say(`${summaryOf(job.tally(), now() - began, flags.out, wait)}\n${again(wait)}`);
      throw error;
    } finally {
      progress.stop();
      job.close();
    }
  });
};
