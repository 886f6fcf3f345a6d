import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../http/http-problem.js';

/** HTTP/1.1 demands a `Host` header (RFC 9112, 3.2). */
export const requireHost = ({ headers, httpVersionMinor }: IncomingMessage): void => {
  if (headers.host === undefined && httpVersionMinor > 0)
    throw new HttpProblem('invalid_request', { detail: 'The header Host is missing.' });
};
