import type { createMillrace } from '@millrace/sdk';
import type { Terminal } from './terminal/terminal.js';

/** Everything outside that commands touch. */
export interface CliContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the run file is looked for, from here upwards. */
  readonly cwd: string;
  readonly version: string;
  /** Aborts at Ctrl-C and when the process is asked to end. */
  readonly interrupted: AbortSignal;
  readonly createMillrace: typeof createMillrace;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
