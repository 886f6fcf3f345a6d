import { type Priority, priorities } from '@millrace/contracts';
import type { TaskSubmission } from '@millrace/sdk';
import { type Command, Option } from 'commander';
import { decimal, duration, pair, wholeNumber } from './option-readers.js';

export interface SubmissionFlags {
  readonly model?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly system?: string;
  readonly priority?: Priority;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly delay?: number;
  readonly finishBy?: number;
  readonly cache: boolean;
}

/** Adds the options that say how a prompt is asked. */
export const addSubmissionOptions = (command: Command): Command =>
  command
    .option('-m, --model <name>', 'one of `millrace models`; else the default model')
    .option('--max-tokens <n>', 'the longest answer, in tokens', wholeNumber(1, 10_000_000))
    .option('--temperature <t>', 'from 0 to 2', decimal(0, 2))
    .option('--system <text>', 'a system message before the prompt')
    .addOption(new Option('--priority <class>', 'its class in the fair share').choices(priorities))
    .option('--metadata <name=value>', 'a pair of yours, given back with the task; may be repeated', pair)
    .option('--delay <duration>', 'hold it back for so long, such as 90, 10m or 2h', duration)
    .option('--finish-by <duration>', 'give up if it has not ended after so long', duration)
    .option('--no-cache', 'ask the model even if an answer is kept');

/** The submission that prompt and options make. */
export const submissionOf = (prompt: string, flags: SubmissionFlags): TaskSubmission => ({
  ...(flags.system === undefined
    ? { prompt }
    : {
        messages: [
          { role: 'system', content: flags.system },
          { role: 'user', content: prompt },
        ],
      }),
  ...(flags.model !== undefined && { model: flags.model }),
  ...(flags.maxTokens !== undefined && { max_tokens: flags.maxTokens }),
  ...(flags.temperature !== undefined && { temperature: flags.temperature }),
  ...(flags.priority !== undefined && { priority: flags.priority }),
  ...(flags.metadata !== undefined && { metadata: { ...flags.metadata } }),
  ...(flags.delay !== undefined && { delay_seconds: flags.delay }),
  ...(flags.finishBy !== undefined && { finish_by: flags.finishBy }),
  ...(!flags.cache && { cache: { no_cache: true } }),
});
