import { Command } from 'commander';
import type { CliContext } from './cli-context.js';
import { type Cli, renderExamples } from './commands/define.js';
import { everyCommand } from './commands/every-command.js';
import { type ExitCode, exitCodeMeanings } from './exit-codes.js';

const examples = [
  ['millrace submit "Why do mills stand beside rivers?"', 'ask, and watch the answer come'],
  ['millrace submit -f prompt.txt --detach', 'only hand it in; prints the id'],
  ['millrace bulk prompts.jsonl --out answers.jsonl', 'thousands, and resume after Ctrl-C'],
  ['millrace list --status failed,expired', 'what went wrong'],
  ['millrace doctor', 'what is wrong with this installation'],
] as const;

const afterwards = `
Where: --url and --key; else MILLRACE_URL and MILLRACE_API_KEY (MILLRACE_ADMIN_KEY for operators' commands);
else .millrace/run.json of a running \`npm start\`, here or in a folder above.

Data goes to stdout and talk to stderr. In a pipe, tables are lines of cells apart by tabs, without titles; with
--json each line is one JSON value. NO_COLOR takes colours away.

Exit codes:
${exitCodeMeanings.map(([code, meaning]) => `  ${String(code).padEnd(4)} ${meaning}`).join('\n')}`;

/** The whole command line; `finish` is told what the command that ran came to. */
export const createProgram = (context: CliContext, finish: (code: ExitCode) => void): Command => {
  const { out, err } = context.terminal;
  const program = new Command('millrace')
    .description('Ask models through Millrace, follow and steer tasks, and look after an installation.')
    .version(context.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .option('--url <url>', 'where the api is, such as http://127.0.0.1:3000')
    .option('--key <key>', 'the API key; the environment hides it better from other users')
    .option('--json', 'data as JSON, one value a line')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      getOutHelpWidth: () => Math.min(out.columns(), 120),
      getErrHelpWidth: () => Math.min(err.columns(), 120),
      getOutHasColors: () => context.terminal.colours.out,
      getErrHasColors: () => context.terminal.colours.err,
    })
    .exitOverride()
    .showHelpAfterError('`millrace --help` lists the commands; `millrace help COMMAND` explains one.')
    .addHelpText('before', () => renderExamples(examples))
    .addHelpText('after', afterwards);
  const cli: Cli = { program, context, finish };
  for (const add of everyCommand) add(cli);
  return program;
};
