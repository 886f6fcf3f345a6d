import type { MillraceConnectionError } from '../errors/millrace-connection-error.js';
import type { MillraceError } from '../errors/millrace-error.js';

/** What `onRetry` is told before each retry. */
export interface RetryNotice {
  readonly method: string;
  readonly path: string;
  /** Counts the failures since something last came, from 1. */
  readonly retry: number;
  /** How long is waited before it, in milliseconds. */
  readonly delayMs: number;
  readonly error: MillraceError | MillraceConnectionError;
}
