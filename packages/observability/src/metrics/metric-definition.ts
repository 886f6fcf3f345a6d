/** The process a metric comes from. */
export type Role = 'api' | 'worker';

/** A label's values: a closed list, or a sentence saying which closed set of the installation they come from. */
export type LabelValues = readonly string[] | string;

export type Labels = Readonly<Record<string, LabelValues>>;

/** What is said of a metric before it exists: enough to register it and to write its line of the reference page. */
export interface MetricDefinition<Kind extends string, L extends Labels, R extends Role> {
  readonly kind: Kind;
  readonly name: string;
  readonly help: string;
  readonly labels: L;
  readonly apps: readonly R[];
  /** Upper bounds of a histogram, in the unit its name ends in. */
  readonly buckets: readonly number[];
}

type Declare<L extends Labels, R extends Role> = Omit<MetricDefinition<string, L, R>, 'kind' | 'buckets'>;

export const counter = <const L extends Labels, const R extends Role>(declared: Declare<L, R>): MetricDefinition<'counter', L, R> => ({
  kind: 'counter',
  buckets: [],
  ...declared,
});

export const gauge = <const L extends Labels, const R extends Role>(declared: Declare<L, R>): MetricDefinition<'gauge', L, R> => ({
  kind: 'gauge',
  buckets: [],
  ...declared,
});

export const histogram = <const L extends Labels, const R extends Role>(
  declared: Declare<L, R> & { readonly buckets: readonly number[] },
): MetricDefinition<'histogram', L, R> => ({ kind: 'histogram', ...declared });
