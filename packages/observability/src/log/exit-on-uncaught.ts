import { writeSync } from 'node:fs';
import { systemClock } from '@millrace/runtime';
import { createLineComposer } from './compose-line.js';
import { isError } from './is-error.js';
import type { ProcessIdentity } from './process-identity.js';

interface ExitOnUncaughtOptions extends ProcessIdentity {
  readonly secrets?: readonly string[] | (() => readonly string[]);
  /** Writes synchronously; default: stderr. */
  readonly write?: (text: string) => void;
  readonly exit?: (code: number) => void;
  readonly process?: Pick<NodeJS.Process, 'on' | 'off'>;
}

const writeToStderr = (text: string): void => {
  try {
    writeSync(2, text);
  } catch {
    // Nobody reads stderr: the exit code is all that is left to say.
  }
};

/** On an uncaught exception or rejection writes one JSON line to stderr, at once and past all buffers, and exits with 1. Returns what takes the listeners off. */
export const exitOnUncaught = (options: ExitOnUncaughtOptions): (() => void) => {
  const {
    service,
    role,
    instance,
    version,
    secrets = [],
    write = writeToStderr,
    exit = process.exit,
    process: watched = process,
  } = options;
  const composer = createLineComposer({ identity: { service, role, instance, version }, clock: systemClock, secrets });
  const die = (event: string) => (reason: unknown) => {
    const error = isError(reason) ? reason : new Error(`thrown: ${typeof reason === 'object' ? 'an object' : String(reason)}`);
    write(`${composer.line('error', event, { error })}\n`);
    exit(1);
  };
  const onException = die('uncaught_exception');
  const onRejection = die('unhandled_rejection');
  watched.on('uncaughtException', onException);
  watched.on('unhandledRejection', onRejection);
  return () => {
    watched.off('uncaughtException', onException);
    watched.off('unhandledRejection', onRejection);
  };
};
