import type { ProblemDocument } from '@millrace/contracts';

export interface MillraceErrorParts {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly problem?: ProblemDocument | undefined;
  readonly requestId?: string | undefined;
}

/** The api, or something in front of it, answered that it will not or cannot do this. */
export class MillraceError extends Error {
  override readonly name = 'MillraceError';
  /** Of the HTTP answer. */
  readonly status: number;
  /** Of the catalogue, such as `unknown_task`; `http_<status>` or `not_millrace` when what answered was not Millrace. */
  readonly code: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** How long the answer asks to wait before that, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The whole problem document (RFC 9457). */
  readonly problem: ProblemDocument | undefined;
  /** Finds the request in the logs. */
  readonly requestId: string | undefined;

  constructor({ message, status, code, retryable, retryAfterMs, problem, requestId }: MillraceErrorParts) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
    this.problem = problem;
    this.requestId = requestId;
  }
}
