import type { RequestHandler } from 'express';
import { HttpProblem } from '../http/http-problem.js';

/** HTTP/1.1 demands a `Host` header (RFC 9112, 3.2). */
export const requireHost: RequestHandler = ({ headers, httpVersionMinor }, _response, next) => {
  if (headers.host === undefined && httpVersionMinor > 0)
    throw new HttpProblem('invalid_request', { detail: 'The header Host is missing.' });
  next();
};
