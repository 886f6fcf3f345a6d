import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../http/http-problem.js';

/** Far more than any client or proxy sends. */
export const mostHeaders = 100;

/** Refuses a request with more headers than are read: one that is left out could be the one that matters. */
export const requireFewHeaders = ({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): void => {
  if (rawHeaders.length / 2 > mostHeaders) {
    throw new HttpProblem('headers_too_large', {
      detail: `The request has more than ${mostHeaders} headers.`,
      headers: { connection: 'close' },
    });
  }
};
