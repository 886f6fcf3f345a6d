import type { Instrument } from './instrument.js';
import type { metricCatalogue } from './metric-catalogue.js';
import type { MetricDefinition, Role } from './metric-definition.js';

type Catalogue = typeof metricCatalogue;
// biome-ignore lint/suspicious/noExplicitAny: only the roles are looked at
type RolesOf<Definition> = Definition extends MetricDefinition<any, any, infer R> ? R : never;

type Instruments<R extends Role> = {
  readonly [Name in keyof Catalogue as [R] extends [RolesOf<Catalogue[Name]>] ? Name : never]: Instrument<Catalogue[Name]>;
};

/** The metrics of one process: one instrument per entry of the catalogue that this role has. */
export type Metrics<R extends Role = Role> = Instruments<R> & {
  /** Has `hook` set its gauges before a scrape: at most every 5 s, and a scrape never waits for it longer than 2 s. */
  onCollect(hook: () => Promise<void> | void): void;
  /** The exposition text Prometheus reads. */
  render(): Promise<string>;
  readonly contentType: string;
};

export type ApiMetrics = Metrics<'api'>;
export type WorkerMetrics = Metrics<'worker'>;
