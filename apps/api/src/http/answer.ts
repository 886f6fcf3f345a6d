import type { ServerResponse } from 'node:http';
import { rateLimitFields } from '../limits/rate-limit-fields.js';
import { securityHeaders } from '../middleware/security-headers.js';
import { contextOf } from './request-context.js';

export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Headers and body of a JSON answer, ready for one `writeHead`: Express's own `res.json` costs more than a whole submission. */
export const renderAnswer = (
  response: ServerResponse,
  { status, body, headers }: Answer,
  contentType = 'application/json; charset=utf-8',
): { readonly status: number; readonly headers: Readonly<Record<string, string | number>>; readonly text: string } => {
  const { requestId, secure, standings, stopping } = contextOf(response);
  const text = JSON.stringify(body);
  return {
    status,
    text,
    headers: {
      ...securityHeaders.api(secure),
      ...rateLimitFields(standings),
      'content-type': contentType,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-request-id': requestId,
      // The caller's next request goes to an instance that stays.
      ...(stopping.aborted && { connection: 'close' }),
      ...headers,
    },
  };
};

export const answerJson = (response: ServerResponse, answer: Answer): void => {
  const { status, headers, text } = renderAnswer(response, answer);
  response.writeHead(status, headers);
  response.end(text);
};
