import type { MillraceConnectionError } from '../errors/millrace-connection-error.js';
import type { MillraceError } from '../errors/millrace-error.js';
import type { Request } from './request.js';
import { retryDelayMs } from './retry-delay-ms.js';
import type { RetryNotice } from './retry-notice.js';

export interface RetryPolicy {
  readonly maxRetries: number;
  /** How long whoever watches something that goes on by itself tries to come back, in milliseconds. */
  readonly reconnectForMs: number;
  readonly onRetry?: ((notice: RetryNotice) => void) | undefined;
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** Milliseconds that only go up. */
  readonly now: () => number;
}

export interface RetriesOptions {
  /** Whether sending the request twice does what sending it once does. */
  readonly repeatable?: boolean;
}

/** The failures of one call, and what is done about them. */
export interface Retries {
  /** Something came: what failed before counts no more, and from now on time counts instead of tries. */
  heard(): void;
  /** Waits until the next try. Throws the error if there is to be none, or the caller's reason. */
  after(error: unknown, request: Request): Promise<void>;
}

/** A call that was answered at all is given `maxRetries` tries; one that has been answered in part is come back to for `reconnectForMs`. */
export const createRetries = (policy: RetryPolicy, { repeatable = true }: RetriesOptions = {}): Retries => {
  const { maxRetries, reconnectForMs, onRetry, pause, random, now } = policy;
  let retry = 0;
  let reached = false;
  let failingSince: number | undefined;

  const isOver = (): boolean => {
    failingSince ??= now();
    return reached ? now() - failingSince >= reconnectForMs : retry > maxRetries;
  };
  return {
    heard: () => {
      [retry, reached, failingSince] = [0, true, undefined];
    },
    after: async (error, { method, path, signal }) => {
      retry += 1;
      const delayMs = retryDelayMs({ error, retry, random, repeatable });
      if (delayMs === undefined || isOver()) throw error;
      onRetry?.({ method, path, retry, delayMs, error: error as MillraceError | MillraceConnectionError });
      await pause(delayMs, signal);
    },
  };
};
