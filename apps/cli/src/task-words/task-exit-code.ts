import { type ExitCode, exitCodes } from '../exit-codes.js';

/** An open task has not failed. */
export const taskExitCode = (status: string): ExitCode =>
  status === 'failed' || status === 'cancelled' || status === 'expired' ? exitCodes.failed : exitCodes.ok;

/** The worst of several. */
export const taskExitCodeOfAll = (statuses: readonly string[]): ExitCode =>
  statuses.some((status) => taskExitCode(status) !== exitCodes.ok) ? exitCodes.failed : exitCodes.ok;
