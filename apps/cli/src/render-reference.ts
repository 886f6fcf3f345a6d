import type { Command } from 'commander';
import type { CliContext } from './cli-context.js';
import { createProgram } from './create-program.js';
import type { Screen } from './terminal/terminal.js';

const width = 110;

const screen = (written: string[]): Screen => ({
  write: (text) => void written.push(text),
  isTTY: false,
  columns: () => width,
  rows: () => 24,
  onResize: () => () => {},
});

const contextFor = (written: string[]): CliContext => ({
  terminal: {
    out: screen(written),
    err: screen(written),
    input: { isTTY: false, readAll: async () => '', readLine: async () => '', onKey: () => () => {} },
    colours: { out: false, err: false },
  },
  env: {},
  cwd: '/',
  version: '',
  interrupted: new AbortController().signal,
  createMillrace: () => {
    throw new Error('help asks no api');
  },
  now: () => 0,
});

const nameOf = (command: Command): string => (command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name());

/** The help of every command as one page of Markdown. */
export const renderReference = (): string => {
  const written: string[] = [];
  const program = createProgram(contextFor(written), () => {});
  const help = (command: Command): string => {
    written.length = 0;
    command.outputHelp();
    const text = written
      .join('')
      .trim()
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n');
    return `## ${nameOf(command)}\n\n\`\`\`text\n${text}\n\`\`\`\n`;
  };
  const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];
  const intro = 'Generated from the commands; every one of them says the same with `--help`.';
  return `# The command line\n\n${intro}\n\n${all(program).map(help).join('\n')}`;
};
