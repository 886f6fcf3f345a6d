import type { IncomingMessage, ServerResponse } from 'node:http';

const lingerMs = 1000;

/**
 * Sends the whole answer but keeps the connection a moment longer and discards what still arrives: closed at once, the
 * caller's unread bytes would make the kernel reset the connection, and the answer would be lost with it.
 */
export const lingeringEnd = (request: IncomingMessage, response: ServerResponse, text: string): void => {
  const end = (): void => {
    clearTimeout(timer);
    if (!response.writableEnded) response.end();
  };
  const timer = setTimeout(end, lingerMs);
  response.write(text);
  request.once('end', end).once('close', end).once('error', end);
  request.resume();
};

/** Whether the connection ends with this answer although the caller's body has not been read. */
export const leavesUnread = (request: IncomingMessage, { shouldKeepAlive }: ServerResponse): boolean =>
  !shouldKeepAlive && !request.complete;
