import { type ProblemCode, type ProblemDocument, problems } from '@millrace/contracts';

export interface ProblemParts {
  /** What was wrong, where, and what would be right; shown to the caller, so never a piece of what was sent. */
  readonly detail?: string;
  readonly errors?: Readonly<NonNullable<ProblemDocument['errors']>>;
  readonly task?: NonNullable<ProblemDocument['task']>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly retryAfterSeconds?: number;
  /** For the log only. */
  readonly cause?: unknown;
}

/** A request that is answered with a problem of the catalogue; thrown anywhere below a route, answered in one place. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly parts: ProblemParts;

  constructor(code: ProblemCode, parts: ProblemParts = {}) {
    super(parts.detail ?? problems[code].title, { cause: parts.cause });
    this.code = code;
    this.parts = parts;
  }
}

/** The document a problem is answered with. */
export const problemDocumentOf = ({ code, parts }: HttpProblem, requestId: string): ProblemDocument => {
  const { status, title, retryable, cause } = problems[code];
  return {
    type: `/docs/errors/${code}`,
    title,
    status,
    detail: parts.detail ?? cause,
    code,
    retryable,
    request_id: requestId,
    ...(parts.errors && { errors: [...parts.errors] }),
    ...(parts.task && { task: parts.task }),
  };
};
