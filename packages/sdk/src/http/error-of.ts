import type { ProblemDocument } from '@millrace/contracts';
import { MillraceError } from '../errors/millrace-error.js';
import { retryAfterMs } from './retry-after-ms.js';
import { transientStatuses } from './transient-statuses.js';

const problemIn = (text: string): ProblemDocument | undefined => {
  try {
    const value = JSON.parse(text);
    return typeof value?.code === 'string' && typeof value.status === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
};

const redirected = (response: Response): string =>
  `the address answered with a redirect to ${response.headers.get('location') ?? 'somewhere else'}; give the address that it leads to as url`;

const isRedirect = ({ status, type }: Response): boolean => type === 'opaqueredirect' || (status >= 300 && status < 400);

const messageOf = (response: Response, problem: ProblemDocument | undefined): string => {
  if (problem) return `${problem.code}: ${problem.detail}`;
  if (isRedirect(response)) return redirected(response);
  return `the answer was ${response.status}, and not from Millrace`;
};

/** What an answer that is not 2xx means; `text` is its body. */
export const errorOf = (response: Response, text: string): MillraceError => {
  const problem = problemIn(text);
  return new MillraceError({
    message: messageOf(response, problem),
    status: response.status,
    code: problem?.code ?? `http_${response.status}`,
    retryable: problem?.retryable ?? transientStatuses.has(response.status),
    retryAfterMs: retryAfterMs(response.headers),
    problem,
    requestId: problem?.request_id ?? response.headers.get('x-request-id') ?? undefined,
  });
};
