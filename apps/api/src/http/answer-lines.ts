import type { IncomingMessage, ServerResponse } from 'node:http';
import { commonHeaders, type LinesAnswer } from './answer.js';
import { lingeringEnd } from './lingering-end.js';

export interface AnswerLinesOptions {
  /** How long the caller may take nothing of what was sent before the connection is ended. */
  readonly takenWithinMs: number;
}

export type AnswerLines = (request: IncomingMessage, response: ServerResponse, answer: LinesAnswer) => Promise<void>;

/** Sends lines of JSON as they come, no faster than they are taken, until there are no more. */
export const createAnswerLines =
  ({ takenWithinMs }: AnswerLinesOptions): AnswerLines =>
  async (request, response, { status, headers, lines, late }) => {
    response.writeHead(status, {
      ...commonHeaders(response),
      'content-type': 'application/x-ndjson',
      // nginx would collect them.
      'x-accel-buffering': 'no',
      ...headers,
    });
    if (!late) response.flushHeaders();
    for await (const text of lines) {
      if (response.destroyed) return;
      if (!response.write(text) && !(await taken(response, takenWithinMs))) {
        response.destroy();
        return;
      }
    }
    if (request.complete || response.destroyed) return void response.end();
    // What was not read of the request would be taken for the next one.
    response.once('finish', () => request.socket.destroySoon());
    lingeringEnd(request, response, '');
  };

/** Whether the caller took what was written in time; false also when he has left. */
const taken = (response: ServerResponse, withinMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    if (response.destroyed) return resolve(false);
    const tell = (outcome: boolean) => (): void => {
      clearTimeout(timer);
      response.off('drain', onDrain).off('close', onClose);
      resolve(outcome);
    };
    const [onDrain, onClose] = [tell(true), tell(false)];
    const timer = setTimeout(onClose, withinMs);
    response.once('drain', onDrain).once('close', onClose);
  });
