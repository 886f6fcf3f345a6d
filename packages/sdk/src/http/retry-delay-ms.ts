import { MillraceConnectionError } from '../errors/millrace-connection-error.js';
import { MillraceError } from '../errors/millrace-error.js';
import { transientStatuses } from './transient-statuses.js';

const baseMs = 500;
const capMs = 8_000;
/** Whoever is told to come back later than this is better told so than kept. */
const longestRetryAfterMs = 60_000;

export interface RetryDelayOptions {
  readonly error: unknown;
  /** 1 for the first retry. */
  readonly retry: number;
  readonly random: () => number;
  /** Whether sending the request twice does what sending it once does. */
  readonly repeatable: boolean;
}

const mayBeSentAgain = (error: unknown, repeatable: boolean): error is MillraceError | MillraceConnectionError => {
  if (error instanceof MillraceConnectionError) return repeatable || error.unsent;
  if (!(error instanceof MillraceError) || !error.retryable || !transientStatuses.has(error.status)) return false;
  // The two that say that nothing was done.
  return repeatable || error.status === 429 || error.code === 'shutting_down';
};

/**
 * How long to wait before the request is sent again, in milliseconds: what the answer asks for, and on top of it a random part
 * whose bound doubles from retry to retry (full jitter). `undefined` = not again: nothing would change, it might be done twice, or
 * the wait asked for is longer than a minute.
 */
export const retryDelayMs = ({ error, retry, random, repeatable }: RetryDelayOptions): number | undefined => {
  if (!mayBeSentAgain(error, repeatable)) return undefined;
  const { retryAfterMs = 0 } = error;
  if (retryAfterMs > longestRetryAfterMs) return undefined;
  return Math.round(retryAfterMs + random() * Math.min(capMs, baseMs * 2 ** (retry - 1)));
};
