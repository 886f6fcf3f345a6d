import type { TraceContext } from './tracing.js';

/** The id of the trace: 32 hexadecimal digits behind the version. */
export const traceIdOf = (context: TraceContext): string => context.slice(3, 35);
