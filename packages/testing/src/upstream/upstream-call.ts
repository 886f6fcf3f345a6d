import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** One call the upstream received. */
export interface UpstreamCall {
  /** When its headers arrived, in milliseconds since the Unix epoch. */
  readonly at: number;
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body; `{}` when there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Fulfilled when the exchange is over, with whether the caller hung up before the answer was complete. */
  readonly ended: Promise<{ readonly aborted: boolean }>;
}

export const receiveCall = async (request: IncomingMessage, response: ServerResponse): Promise<UpstreamCall> => {
  const at = Date.now();
  const ended = once(response, 'close').then(() => ({ aborted: !response.writableFinished }));
  const body = await text(request);
  return {
    at,
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: body === '' ? {} : JSON.parse(body),
    ended,
  };
};
