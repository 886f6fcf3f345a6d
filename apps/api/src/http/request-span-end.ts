import type { SpanAttributes } from '@millrace/observability';
import { knownMethod } from './known-method.js';
import type { RequestContext } from './request-context.js';

interface RequestSpanEnd {
  readonly name: string;
  readonly attributes: SpanAttributes;
  readonly errorType?: `${number}`;
}

/** What the span of a request says at its end, in the names of OpenTelemetry's HTTP convention: the pattern of its path, never the path. */
export const requestSpanEnd = (method: string, status: number, { route, taskId, requestId, caller }: RequestContext): RequestSpanEnd => {
  return {
    name: `${knownMethod(method, 'HTTP')} ${route}`,
    attributes: {
      'http.request.method': knownMethod(method, '_OTHER'),
      'http.route': route,
      'http.response.status_code': status,
      'millrace.request_id': requestId,
      'millrace.task_id': taskId,
      'millrace.tenant': caller?.tenant,
    },
    ...(status >= 500 && { errorType: `${status}` as const }),
  };
};
