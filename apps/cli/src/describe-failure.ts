import { MillraceConnectionError, MillraceError, MillraceTimeoutError } from '@millrace/sdk';
import { isCliFailure } from './cli-failure.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { printable } from './terminal/printable.js';

export interface Failure {
  readonly exitCode: ExitCode;
  /** What went wrong and what to do; undefined when there is nothing to add. */
  readonly text: string | undefined;
}

const codeOf = ({ status, retryable }: MillraceError): ExitCode => {
  if (status === 401 || status === 403 || status === 429 || status >= 500 || retryable) return exitCodes.refused;
  return status === 404 || status === 409 || status === 410 ? exitCodes.failed : exitCodes.usage;
};

const adviceFor = ({ status, code }: MillraceError): string => {
  if (code === 'missing_scope') return ' Commands for operators want a key with the scope admin: set MILLRACE_ADMIN_KEY or give --key.';
  if (status === 401) return ' Set MILLRACE_API_KEY, or give --key.';
  return code === 'not_millrace' ? ' Is the URL right?' : '';
};

const describeRefusal = (error: MillraceError): string => {
  const { problem, message } = error;
  const places = (problem?.errors ?? []).map(({ pointer, parameter, detail }) => `  ${pointer ?? parameter ?? ''}: ${detail}`);
  const sentence = problem ? `${problem.title}: ${problem.detail}` : message;
  const found = error.requestId ? ` (request ${error.requestId})` : '';
  // One fault is told by the sentence already.
  return [`${sentence}${adviceFor(error)}${error.status >= 500 ? found : ''}`, ...(places.length > 1 ? places : [])].join('\n');
};

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** What to exit with and what to say after an error; a stack only for what should not have happened. */
export const describeFailure = (error: unknown, interrupted: boolean): Failure => {
  if (isCliFailure(error)) return { exitCode: error.exitCode, text: error.message };
  if (interrupted && (isAbort(error) || error instanceof MillraceConnectionError))
    return { exitCode: exitCodes.interrupted, text: undefined };
  if (error instanceof MillraceTimeoutError) return { exitCode: exitCodes.failed, text: error.message };
  if (error instanceof MillraceConnectionError) {
    const text = `Millrace does not answer: ${error.message}. Is it running, and is the URL right? \`millrace doctor\` looks closer.`;
    return { exitCode: exitCodes.refused, text: printable(text) };
  }
  if (error instanceof MillraceError) return { exitCode: codeOf(error), text: printable(describeRefusal(error)) };
  return { exitCode: exitCodes.failed, text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
};
