import type { RequestListener } from 'node:http';
import type { LimitAddress } from '../middleware/limit-address.js';
import { requireHost } from '../middleware/require-host.js';
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
}

/** Serves every request: what all of them pass, then the operation asked for. Express, a large part of the cost of a submission, is asked for the rest. */
export const createRequestListener =
  ({ beginRequest, limitAddress, findOperation, express, answerFailure }: RequestListenerOptions): RequestListener =>
  async (request, response) => {
    const context = beginRequest(request, response);
    try {
      requireHost(request);
      await limitAddress(request, context);
      const found = findOperation(request);
      if (found) await found.serve(request, response, found.parameters);
      else express(request, response);
    } catch (error) {
      answerFailure(error, request, response);
    }
  };
