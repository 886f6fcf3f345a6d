import { type Context, isSpanContextValid, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import { parseTraceParent, TraceState } from '@opentelemetry/core';
import type { TraceContext } from './tracing.js';

/** What W3C Trace Context asks everybody to pass on; a longer one may be dropped. */
const longestState = 512;

/** The context a span is begun in; that of a new trace for what is no trace context. */
export const contextOf = (parent: TraceContext | undefined): Context => {
  const [traceparent = '', ...state] = (parent ?? '').split(' ');
  const known = parseTraceParent(traceparent);
  if (!known || !isSpanContextValid(known)) return ROOT_CONTEXT;
  const stateText = state.join(' ');
  const traceState = stateText === '' || stateText.length > longestState ? {} : { traceState: new TraceState(stateText) };
  return trace.setSpanContext(ROOT_CONTEXT, { ...known, ...traceState, isRemote: true });
};

/** A span as the parent of others. */
export const traceContextOf = ({ traceId, spanId, traceFlags, traceState }: SpanContext): TraceContext => {
  const state = traceState?.serialize() ?? '';
  const flags = traceFlags.toString(16).padStart(2, '0');
  return `00-${traceId}-${spanId}-${flags}${state === '' ? '' : ` ${state}`}`;
};
