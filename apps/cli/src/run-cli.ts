import { CommanderError } from 'commander';
import type { CliContext } from './cli-context.js';
import { createProgram } from './create-program.js';
import { describeFailure } from './describe-failure.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { paintFor } from './terminal/paint.js';

/** Does what the command line says, and gives back what to exit with. Never rejects. */
export const runCli = async (args: readonly string[], context: CliContext): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.ok;
  try {
    const program = createProgram(context, (came) => {
      code = came;
    });
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what is wrong already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const { exitCode, text } = describeFailure(error, context.interrupted.aborted);
    if (text !== undefined) context.terminal.err.write(`${paintFor(context.terminal.colours.err).red(text)}\n`);
    return exitCode;
  }
};
