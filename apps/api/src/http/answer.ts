import type { ServerResponse } from 'node:http';
import type { ToldEvent } from '@millrace/tasks';
import { rateLimitFields } from '../limits/rate-limit-fields.js';
import { securityHeaders } from '../middleware/security-headers.js';
import { leavesUnread, lingeringEnd } from './lingering-end.js';
import { contextOf } from './request-context.js';

type Headers = Readonly<Record<string, string>>;

export interface JsonAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Headers;
}

/** There is nothing to say. */
export interface EmptyAnswer {
  readonly status: 204;
  readonly headers?: Headers;
}

/** Server-sent events, for as long as there are some. */
export interface EventsAnswer {
  readonly status: 200;
  /** Not asked for any before the caller can take them. */
  readonly events: AsyncIterable<ToldEvent>;
  readonly headers?: Headers;
}

/** Lines of JSON, for as long as there are some. */
export interface LinesAnswer {
  readonly status: 200;
  /** Whole lines, one or more at a time; not asked for any before the caller can take them. */
  readonly lines: AsyncIterable<string>;
  /** Not even the head is sent before there are lines. */
  readonly late?: boolean;
  readonly headers?: Headers;
}

export type Answer = JsonAnswer | EmptyAnswer | EventsAnswer | LinesAnswer;

/** What the head of every answer carries. */
export const commonHeaders = (response: ServerResponse): Headers => {
  const { requestId, secure, standings, replayed, stopping } = contextOf(response);
  return {
    ...securityHeaders.api(secure),
    ...rateLimitFields(standings),
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...(replayed && { 'idempotent-replayed': 'true' }),
    // The caller's next request goes to an instance that stays.
    ...(stopping.aborted && { connection: 'close' }),
  };
};

/** Headers and body of a JSON answer, ready for one `writeHead`: Express's own `res.json` costs more than a whole submission. */
export const renderAnswer = (
  response: ServerResponse,
  { status, body, headers }: JsonAnswer,
  contentType = 'application/json; charset=utf-8',
): { readonly status: number; readonly headers: Readonly<Record<string, string | number>>; readonly text: string } => {
  const text = JSON.stringify(body);
  return {
    status,
    text,
    headers: { ...commonHeaders(response), 'content-type': contentType, 'content-length': Buffer.byteLength(text), ...headers },
  };
};

export const answerJson = (response: ServerResponse, answer: JsonAnswer): void => {
  const { status, headers, text } = renderAnswer(response, answer);
  response.writeHead(status, headers);
  // An operation may take no body, and be sent one.
  if (leavesUnread(response.req, response)) lingeringEnd(response.req, response, text);
  else response.end(text);
};
