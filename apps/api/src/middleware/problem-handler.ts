import type { ErrorRequestHandler } from 'express';
import { answerProblem } from '../http/answer-problem.js';
import { problemFrom } from '../http/problem-from.js';
import { contextOf } from '../http/request-context.js';
import type { ApiTelemetry } from '../telemetry.js';

export interface ProblemHandlerOptions {
  readonly telemetry: Pick<ApiTelemetry, 'requestFailed'>;
  readonly stopping: AbortSignal;
}

/** The one place where what was thrown becomes an answer. */
export const createProblemHandler =
  ({ telemetry, stopping }: ProblemHandlerOptions): ErrorRequestHandler =>
  (error, request, response, _next) => {
    const problem = problemFrom(error, { stopping: stopping.aborted });
    const { requestId, route } = contextOf(response);
    if (problem.parts.cause !== undefined) telemetry.requestFailed({ requestId, route, code: problem.code, error: problem.parts.cause });
    if (response.headersSent || response.destroyed) response.destroy();
    else answerProblem(request, response, problem);
  };
