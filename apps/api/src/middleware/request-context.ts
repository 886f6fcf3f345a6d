import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { RequestContext } from '../http/request-context.js';
import type { ApiTelemetry } from '../telemetry.js';

const saneId = /^[A-Za-z0-9._-]{1,128}$/;
const callerLeft = 499;

export interface RequestContextOptions {
  readonly telemetry: Pick<ApiTelemetry, 'requestAnswered'>;
  readonly trustsProxies: boolean;
  /** Fires when this instance is being stopped. */
  readonly stopping: AbortSignal;
}

/** Gives each request its id and context, and tells the telemetry when it is over. */
export const createRequestContext =
  ({ telemetry, trustsProxies, stopping }: RequestContextOptions): RequestHandler =>
  (request, response, next) => {
    const presented = request.headers['x-request-id'];
    const context: RequestContext = {
      requestId: typeof presented === 'string' && saneId.test(presented) ? presented : randomUUID(),
      startedAtMs: performance.now(),
      secure: trustsProxies && request.secure,
      address: trustsProxies ? request.ip : request.socket.remoteAddress,
      route: 'unmatched',
      caller: undefined,
      taskId: undefined,
      standings: [],
      stopping,
    };
    response.locals.context = context;
    const { method } = request;
    response.once('close', () => {
      telemetry.requestAnswered({
        requestId: context.requestId,
        method,
        route: context.route,
        status: statusOf(response),
        durationMs: Math.round((performance.now() - context.startedAtMs) * 100) / 100,
        tenant: context.caller?.tenant,
        taskId: context.taskId,
        address: context.address,
      });
    });
    next();
  };

const statusOf = (response: Response): number => (response.headersSent ? response.statusCode : callerLeft);
