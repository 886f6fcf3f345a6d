import { parseArgs } from 'node:util';

export type Flags =
  | { readonly kind: 'run' | 'check'; readonly routes: string | undefined; readonly concurrency: string | undefined }
  | { readonly kind: 'help' }
  /** One sentence on what is wrong. */
  | { readonly kind: 'wrong'; readonly reason: string };

/** What each flag does, for `--help`. */
export const flagTexts = {
  '--routes <names>': 'Take tasks of these models only: a comma list (MILLRACE_ROUTES)',
  '--concurrency <n>': 'Run this many attempts at once for each route (MILLRACE_CONCURRENCY)',
  '--check-config': 'Say what is wrong with the settings, and exit: 0 if nothing is, else 1',
  '--help': 'Show this',
} as const;

/** Reads the command line. Values are checked with the settings they go before. */
export const readFlags = (args: readonly string[]): Flags => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        routes: { type: 'string' },
        concurrency: { type: 'string' },
        'check-config': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    return { kind: values['check-config'] ? 'check' : 'run', routes: values.routes, concurrency: values.concurrency };
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    return { kind: 'wrong', reason: `${sentence}. See --help.` };
  }
};
