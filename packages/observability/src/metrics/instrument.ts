import type { Labels, LabelValues, MetricDefinition } from './metric-definition.js';

type ValueOf<V extends LabelValues> = V extends readonly string[] ? V[number] : string;

/** A value for each of a metric's labels. */
export type LabelSet<L extends Labels> = { readonly [Name in keyof L]: ValueOf<L[Name]> };

export interface Counter<L extends Labels> {
  inc(labels: LabelSet<L>, by?: number): void;
}

export interface Gauge<L extends Labels> {
  set(labels: LabelSet<L>, value: number): void;
  /** Forgets all values: for a figure that is unknown now, which is better absent than stale. */
  reset(): void;
}

export interface Histogram<L extends Labels> {
  observe(labels: LabelSet<L>, value: number): void;
}

/** What one records with, by the kind of metric. */
export type Instrument<Definition> =
  Definition extends MetricDefinition<'counter', infer L, infer _R>
    ? Counter<L>
    : Definition extends MetricDefinition<'gauge', infer L, infer _R>
      ? Gauge<L>
      : Definition extends MetricDefinition<'histogram', infer L, infer _R>
        ? Histogram<L>
        : never;
