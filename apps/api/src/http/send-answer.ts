import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, answerJson, commonHeaders } from './answer.js';
import type { AnswerEvents } from './answer-events.js';
import type { AnswerLines } from './answer-lines.js';

/** Sends what an operation came to; resolves once nothing more is to be sent. */
export type SendAnswer = (request: IncomingMessage, response: ServerResponse, answer: Answer) => Promise<void> | void;

export const createSendAnswer =
  ({ answerEvents, answerLines }: { answerEvents: AnswerEvents; answerLines: AnswerLines }): SendAnswer =>
  (request, response, answer) => {
    if ('events' in answer) return answerEvents(request, response, answer);
    if ('lines' in answer) return answerLines(request, response, answer);
    if ('body' in answer) return answerJson(response, answer);
    response.writeHead(answer.status, { ...commonHeaders(response), ...answer.headers });
    response.end();
  };
