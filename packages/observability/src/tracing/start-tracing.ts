import type { Tracing, TracingOptions } from './tracing.js';

/** Starts to trace. OpenTelemetry is loaded here and nowhere else, so whoever does not trace does not pay for it. */
export const startTracing = async (options: TracingOptions): Promise<Tracing> => {
  const { openTracing } = await import('./open-tracing.js');
  return openTracing(options);
};
