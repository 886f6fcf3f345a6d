import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { LimitAddress } from '../middleware/limit-address.js';
import { requireFewHeaders } from '../middleware/require-few-headers.js';
import { requireHost } from '../middleware/require-host.js';
import type { ApiTelemetry } from '../telemetry.js';
import type { AnswerFailure } from './answer-failure.js';
import type { BeginRequest } from './begin-request.js';
import type { FindOperation } from './find-operation.js';

export interface RequestListenerOptions {
  readonly beginRequest: BeginRequest;
  readonly limitAddress: LimitAddress;
  readonly findOperation: FindOperation;
  /** Serves what `findOperation` does not find; has an answer for everything. */
  readonly express: RequestListener;
  readonly answerFailure: AnswerFailure;
  readonly telemetry: Pick<ApiTelemetry, 'requestDropped'>;
}

/** Serves every request: what all of them pass, then the operation asked for. Express, a large part of the cost of a submission, is asked for the rest. */
export const createRequestListener = (options: RequestListenerOptions): RequestListener => {
  const { beginRequest, limitAddress, findOperation, express, answerFailure, telemetry } = options;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const context = beginRequest(request, response);
    try {
      requireHost(request);
      requireFewHeaders(request);
      await limitAddress(request, context);
      const found = findOperation(request);
      if (found) await found.serve(request, response, found.parameters);
      else express(request, response);
    } catch (error) {
      answerFailure(error, request, response);
    }
  };

  return (request, response) => {
    // A rejection nobody handles would end the process, and every other request with it.
    serve(request, response).catch((error: unknown) => {
      response.destroy();
      telemetry.requestDropped(error);
    });
  };
};
