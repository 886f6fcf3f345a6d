import type { SpanAttributes } from '@millrace/observability';
import type { RequestContext } from './request-context.js';

const known = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

interface RequestSpanEnd {
  readonly name: string;
  readonly attributes: SpanAttributes;
  readonly errorType?: `${number}`;
}

/** What the span of a request says at its end, in the names of OpenTelemetry's HTTP convention: the pattern of its path, never the path. */
export const requestSpanEnd = (method: string, status: number, { route, taskId, requestId, caller }: RequestContext): RequestSpanEnd => {
  const shown = known.has(method) ? method : '_OTHER';
  return {
    name: `${shown === '_OTHER' ? 'HTTP' : shown} ${route}`,
    attributes: {
      'http.request.method': shown,
      'http.route': route,
      'http.response.status_code': status,
      'millrace.request_id': requestId,
      'millrace.task_id': taskId,
      'millrace.tenant': caller?.tenant,
    },
    ...(status >= 500 && { errorType: `${status}` as const }),
  };
};
