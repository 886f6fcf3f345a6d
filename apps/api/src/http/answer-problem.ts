import type { IncomingMessage, ServerResponse } from 'node:http';
import { problems } from '@millrace/contracts';
import { renderAnswer } from './answer.js';
import { type HttpProblem, problemDocumentOf } from './http-problem.js';
import { leavesUnread, lingeringEnd } from './lingering-end.js';
import { contextOf } from './request-context.js';

/** Answers a request with a problem document. */
export const answerProblem = (request: IncomingMessage, response: ServerResponse, problem: HttpProblem): void => {
  const { retryAfterSeconds, headers } = problem.parts;
  const { status } = problems[problem.code];
  const tooLarge = problem.code === 'body_too_large';
  const rendered = renderAnswer(
    response,
    {
      status,
      body: problemDocumentOf(problem, contextOf(response).requestId),
      headers: {
        ...headers,
        ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
        ...(tooLarge && { connection: 'close' }),
      },
    },
    'application/problem+json',
  );
  response.writeHead(rendered.status, rendered.headers);
  if (tooLarge || leavesUnread(request, response)) lingeringEnd(request, response, rendered.text);
  else response.end(rendered.text);
};
