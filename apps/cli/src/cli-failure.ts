import type { ExitCode } from './exit-codes.js';

/** Something the person at the keyboard can act on: shown as one sentence, without a stack. */
export interface CliFailure extends Error {
  readonly name: 'CliFailure';
  readonly exitCode: ExitCode;
}

export const cliFailure = (exitCode: ExitCode, sentence: string): CliFailure =>
  Object.assign(new Error(sentence), { name: 'CliFailure' as const, exitCode });

export const isCliFailure = (error: unknown): error is CliFailure => error instanceof Error && error.name === 'CliFailure';
