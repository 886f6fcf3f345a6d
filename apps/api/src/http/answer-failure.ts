import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiTelemetry } from '../telemetry.js';
import { answerProblem } from './answer-problem.js';
import { problemFrom } from './problem-from.js';
import { contextOf } from './request-context.js';

export interface AnswerFailureOptions {
  readonly telemetry: Pick<ApiTelemetry, 'requestFailed'>;
  readonly stopping: AbortSignal;
}

export type AnswerFailure = (error: unknown, request: IncomingMessage, response: ServerResponse) => void;

/** The one place where what was thrown becomes an answer. */
export const createAnswerFailure =
  ({ telemetry, stopping }: AnswerFailureOptions): AnswerFailure =>
  (error, request, response) => {
    const problem = problemFrom(error, { stopping: stopping.aborted });
    const { requestId, route } = contextOf(response);
    if (problem.parts.cause !== undefined) telemetry.requestFailed({ requestId, route, code: problem.code, error: problem.parts.cause });
    if (response.headersSent || response.destroyed) response.destroy();
    else answerProblem(request, response, problem);
  };
