import type { ErrorType } from '../metrics/error-types.js';

/** Where in a trace something belongs, as W3C Trace Context writes it: a `traceparent` and, after a blank, its `tracestate` if there is one. */
export type TraceContext = string;

/** What a span tells; absent values are left out. Never a prompt, an answer, a key or what a provider wrote. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface SpanBeginning {
  readonly name: string;
  readonly kind: 'server' | 'consumer' | 'client';
  /** Without one, or with one that makes no sense, a trace begins here. */
  readonly parent?: TraceContext | undefined;
  /** When it began, in milliseconds since the epoch; now if absent. */
  readonly atMs?: number;
  readonly attributes?: SpanAttributes;
}

export interface SpanEnd {
  /** Another name than at the beginning. */
  readonly name?: string;
  readonly attributes?: SpanAttributes;
  /** Says that it failed: what has no place in the vocabulary is an HTTP status. */
  readonly errorType?: ErrorType | `${number}` | undefined;
}

export interface OpenSpan {
  readonly traceId: string;
  /** What its children are given as their parent. */
  readonly context: TraceContext;
  end(end?: SpanEnd): void;
}

/** Spans of OpenTelemetry, exported in the background. Nothing here throws or waits for whom they are sent to. */
export interface Tracing {
  begin(span: SpanBeginning): OpenSpan;
  /** Sends what is left, for two seconds at most. */
  stop(): Promise<void>;
}

export type Sampler =
  | 'always_on'
  | 'always_off'
  | 'traceidratio'
  | 'parentbased_always_on'
  | 'parentbased_always_off'
  | 'parentbased_traceidratio';

export interface TracingOptions {
  /** Where spans are posted, whole. */
  readonly url: string;
  /** Sent with them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sampler: Sampler;
  /** Of the samplers by ratio: the share of traces kept, from 0 to 1. */
  readonly samplerRatio: number;
  /** `service.name` and whatever else describes the process. */
  readonly resource: SpanAttributes;
  /** The release that traces. */
  readonly version: string;
  /** Spans could not be sent, and are lost; called at most once a minute. */
  readonly onTrouble: (error: unknown) => void;
}
