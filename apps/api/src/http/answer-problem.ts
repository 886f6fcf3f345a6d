import type { IncomingMessage, ServerResponse } from 'node:http';
import { problems } from '@millrace/contracts';
import { renderAnswer } from './answer.js';
import { type HttpProblem, problemDocumentOf } from './http-problem.js';
import { contextOf } from './request-context.js';

const lingerMs = 1000;

/** Answers a request with a problem document. */
export const answerProblem = (request: IncomingMessage, response: ServerResponse, problem: HttpProblem): void => {
  const { retryAfterSeconds, headers } = problem.parts;
  const { status } = problems[problem.code];
  const unreadBody = problem.code === 'body_too_large';
  const rendered = renderAnswer(
    response,
    {
      status,
      body: problemDocumentOf(problem, contextOf(response).requestId),
      headers: {
        ...headers,
        ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
        ...(unreadBody && { connection: 'close' }),
      },
    },
    'application/problem+json',
  );
  response.writeHead(rendered.status, rendered.headers);
  if (unreadBody) lingeringEnd(request, response, rendered.text);
  else response.end(rendered.text);
};

/**
 * Sends the whole answer but keeps the connection a moment longer and discards what still arrives: closed at once, the
 * caller's unread bytes would make the kernel reset the connection, and the answer would be lost with it.
 */
const lingeringEnd = (request: IncomingMessage, response: ServerResponse, text: string): void => {
  const end = (): void => {
    clearTimeout(timer);
    if (!response.writableEnded) response.end();
  };
  const timer = setTimeout(end, lingerMs);
  response.write(text);
  request.once('end', end).once('close', end).once('error', end);
  request.resume();
};
