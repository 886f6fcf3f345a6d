import { createSeldom, systemClock } from '@millrace/runtime';
import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { samplerOf } from './sampler-of.js';
import { contextOf, traceContextOf } from './trace-context.js';
import type { OpenSpan, SpanAttributes, SpanEnd, Tracing, TracingOptions } from './tracing.js';

const kinds = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT } as const;

/** An exporter that does not answer is given up; the process ends in any case. */
const exportTimeoutMs = 5000;
const farewellMs = 2000;
const troubleEveryMs = 60_000;

/** Starts to trace with the SDK of OpenTelemetry. */
export const openTracing = ({ url, headers, resource, version, onTrouble, ...sampling }: TracingOptions): Tracing => {
  const speak = createSeldom({ clock: systemClock, everyMs: troubleEveryMs });
  setGlobalErrorHandler((error) => {
    if (speak('trouble') !== undefined) onTrouble(error);
  });
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: exportTimeoutMs });
  const provider = new TracerProvider({
    sampler: samplerOf(sampling),
    resource: resourceFromAttributes(present(resource)),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: exportTimeoutMs, scheduledDelayMillis: 1000 })],
  });
  const tracer = provider.getTracer('millrace', version);
  return {
    begin: ({ name, kind, parent, atMs, attributes = {} }) => {
      const options = { kind: kinds[kind], attributes: present(attributes), ...(atMs !== undefined && { startTime: atMs }) };
      return openSpan(tracer.startSpan(name, options, contextOf(parent)));
    },
    stop: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, farewellMs).unref());
      await Promise.race([provider.shutdown().catch(onTrouble), late]);
    },
  };
};

const openSpan = (span: Span): OpenSpan => {
  const context = span.spanContext();
  return {
    traceId: context.traceId,
    context: traceContextOf(context),
    end: ({ name, attributes = {}, errorType }: SpanEnd = {}) => {
      if (name !== undefined) span.updateName(name);
      span.setAttributes(present({ ...attributes, 'error.type': errorType }));
      if (errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
};

type Present = Record<string, string | number | boolean | string[]>;

const present = (attributes: SpanAttributes): Present =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as Present;
