export interface MillraceConnectionErrorParts {
  readonly message: string;
  readonly cause?: unknown;
  readonly retryAfterMs?: number | undefined;
  readonly unsent?: boolean;
}

/** No answer, or not all of one: no connection, a connection that broke, or silence. */
export class MillraceConnectionError extends Error {
  override readonly name = 'MillraceConnectionError';
  readonly retryable = true;
  /** How long the server asked to wait before coming back, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Whether the request certainly reached nobody. */
  readonly unsent: boolean;

  constructor({ message, cause, retryAfterMs, unsent = false }: MillraceConnectionErrorParts) {
    super(message, cause === undefined ? {} : { cause });
    this.retryAfterMs = retryAfterMs;
    this.unsent = unsent;
  }
}
