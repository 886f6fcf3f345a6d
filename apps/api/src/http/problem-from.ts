import { SealError, StoreFullError, StoreUnavailableError } from '@millrace/store';
import { HttpProblem } from './http-problem.js';

export interface ProblemFromOptions {
  /** Whether this instance is being stopped. */
  readonly stopping: boolean;
}

const retrySeconds = 2;
/** Somebody has to bring a key. */
const keyRetrySeconds = 60;

/** Turns whatever was thrown into the problem it is answered with; what nobody foresaw becomes `internal_error`. */
export const problemFrom = (error: unknown, { stopping }: ProblemFromOptions): HttpProblem => {
  if (error instanceof HttpProblem) return error;
  if (error instanceof StoreFullError) return new HttpProblem('memory_full', { retryAfterSeconds: 10, cause: error });
  if (error instanceof StoreUnavailableError) {
    return new HttpProblem(stopping ? 'shutting_down' : 'store_unavailable', { retryAfterSeconds: retrySeconds, cause: error });
  }
  if (error instanceof SealError) return new HttpProblem('undecipherable', { retryAfterSeconds: keyRetrySeconds, cause: error });
  if (isUndecodablePath(error)) return new HttpProblem('invalid_request', { detail: 'The path holds a broken percent-encoding.' });
  return new HttpProblem('internal_error', { cause: error });
};

/** The router throws a URIError with this status when a path parameter cannot be decoded. */
const isUndecodablePath = (error: unknown): boolean => error instanceof URIError && 'status' in error && error.status === 400;
