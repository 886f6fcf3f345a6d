import type { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import type { ExitCode } from '../exit-codes.js';

/** What all commands are added with. */
export interface Cli {
  readonly program: Command;
  readonly context: CliContext;
  /** Called with what the command came to. */
  readonly finish: (code: ExitCode) => void;
}

export interface Definition {
  /** Name and arguments, such as `status <id...>`. */
  readonly usage: string;
  /** One sentence. */
  readonly summary: string;
  /** What else there is to know, after the sentence. */
  readonly more?: string;
  /** Command lines and what each does: shown before everything else. */
  readonly examples: readonly (readonly [string, string])[];
  /** The command that this one belongs to; else the program. */
  readonly under?: Command;
  readonly group?: string;
}

/** Examples as help shows them. */
export const renderExamples = (examples: Definition['examples']): string => {
  const width = Math.max(...examples.map(([line]) => line.length));
  return `Examples:\n${examples.map(([line, does]) => `  $ ${line.padEnd(width)}   ${does}\n`).join('')}`;
};

const examplesOf = new WeakMap<Command, Definition['examples']>();

/** The examples a command was defined with. */
export const examplesFor = (command: Command): Definition['examples'] => examplesOf.get(command) ?? [];

/** Adds a command with its help; the caller adds options and an action with `act`. */
export const define = ({ program }: Cli, { usage, summary, more, examples, under, group }: Definition): Command => {
  const command = (under ?? program)
    .command(usage)
    .summary(summary)
    .description(more ? `${summary}\n\n${more}` : summary);
  examplesOf.set(command, examples);
  if (group) command.helpGroup(group);
  return command.addHelpText('before', () => renderExamples(examples));
};

/** What the command does; `work` gives back what to exit with. */
export const act = <Arguments extends unknown[], Flags extends object>(
  { finish }: Cli,
  command: Command,
  work: (given: { readonly args: Arguments; readonly flags: Flags; readonly command: Command }) => Promise<ExitCode>,
): void => {
  command.action(async () => {
    finish(await work({ args: command.processedArgs as Arguments, flags: command.opts<Flags>(), command }));
  });
};
