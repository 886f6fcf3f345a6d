import { parseArgs } from 'node:util';

const help = {
  command: 'node dist/main.js',
  purpose: 'The api of Millrace: takes tasks over HTTP, stores them and tells how they went.',
  flags: {
    '--check-config': 'Check the settings, say what is wrong with them, and exit with 0 or 1',
    '--help': 'Show this',
  },
};

export type Flags =
  | { readonly kind: 'run' }
  | { readonly kind: 'check' }
  | { readonly kind: 'help'; readonly help: typeof help }
  | { readonly kind: 'wrong'; readonly sentence: string };

/** What the command line asks for. */
export const parseFlags = (args: readonly string[]): Flags => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { 'check-config': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return { kind: 'help', help };
    return { kind: values['check-config'] ? 'check' : 'run' };
  } catch (error) {
    const [reason] = (error as TypeError).message.split('. ');
    return { kind: 'wrong', sentence: `${reason}. See --help.` };
  }
};
