import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TraceContext, type Tracing, traceIdOf } from '@millrace/observability';
import type { ApiTelemetry } from '../telemetry.js';
import type { OriginOf } from './origin-of.js';
import { keepContext, type RequestContext } from './request-context.js';
import { requestSpanEnd } from './request-span-end.js';

const saneId = /^[A-Za-z0-9._-]{1,128}$/;
const callerLeft = 499;

export interface BeginRequestOptions {
  readonly telemetry: Pick<ApiTelemetry, 'requestAnswered'>;
  readonly originOf: OriginOf;
  /** Fires when this instance is being stopped. */
  readonly stopping: AbortSignal;
  /** Absent = nothing is traced. */
  readonly tracing?: Tracing | undefined;
}

export type BeginRequest = (request: IncomingMessage, response: ServerResponse) => RequestContext;

/** Gives each request its id and context, and tells the telemetry when it is over. */
export const createBeginRequest =
  ({ telemetry, originOf, stopping, tracing }: BeginRequestOptions): BeginRequest =>
  (request, response) => {
    const presented = request.headers['x-request-id'];
    const { address, secure } = originOf(request);
    const { method = '' } = request;
    const span = tracing?.begin({ name: method, kind: 'server', parent: parentOf(request) });
    const context: RequestContext = {
      requestId: typeof presented === 'string' && saneId.test(presented) ? presented : randomUUID(),
      trace: span?.context,
      startedAtMs: performance.now(),
      secure,
      address,
      route: 'unmatched',
      caller: undefined,
      keyRefused: undefined,
      taskId: undefined,
      replayed: false,
      standings: [],
      stopping,
    };
    keepContext(response, context);
    response.on('close', () => {
      const status = statusOf(response);
      span?.end(requestSpanEnd(method, status, context));
      telemetry.requestAnswered({
        requestId: context.requestId,
        method,
        route: context.route,
        status,
        durationMs: Math.round((performance.now() - context.startedAtMs) * 100) / 100,
        tenant: context.caller?.tenant,
        taskId: context.taskId,
        ...(span && { traceId: traceIdOf(span.context) }),
        address: context.address,
      });
    });
    return context;
  };

const statusOf = (response: ServerResponse): number => (response.headersSent ? response.statusCode : callerLeft);

const parentOf = ({ headers: { traceparent, tracestate } }: IncomingMessage): TraceContext | undefined => {
  if (typeof traceparent !== 'string') return undefined;
  return typeof tracestate === 'string' ? `${traceparent} ${tracestate}` : traceparent;
};
