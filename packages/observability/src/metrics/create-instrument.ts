import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { createChildCache } from './child-cache.js';
import { everyLabelSet } from './every-label-set.js';
import type { Labels, MetricDefinition, Role } from './metric-definition.js';

type LabelValues = Readonly<Record<string, string>>;

/** What any instrument can be asked for; the types of `instrument.ts` narrow it to the metric's kind and labels. */
export interface AnyInstrument {
  readonly inc?: (labels: LabelValues, by?: number) => void;
  readonly set?: (labels: LabelValues, value: number) => void;
  readonly reset?: () => void;
  readonly observe?: (labels: LabelValues, value: number) => void;
}

type AnyDefinition = MetricDefinition<'counter' | 'gauge' | 'histogram', Labels, Role>;

interface Registration {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly registers: Registry[];
}

const createCounter = (definition: AnyDefinition, registration: Registration): AnyInstrument => {
  const metric = new Counter(registration);
  const children = createChildCache({ names: registration.labelNames, make: (labels) => metric.labels(labels) });
  // Present at 0 before the first event, so that a rate sees that event.
  for (const labels of everyLabelSet(definition.labels)) children.get(labels).inc(0);
  return { inc: (labels, by = 1) => children.get(labels).inc(by) };
};

const createGauge = (registration: Registration): AnyInstrument => {
  const metric = new Gauge(registration);
  const children = createChildCache({ names: registration.labelNames, make: (labels) => metric.labels(labels) });
  // prom-client gives a metric without labels the value 0; what was never set is unknown.
  const reset = (): void => {
    metric.reset();
    if (registration.labelNames.length === 0) metric.remove();
  };
  reset();
  return { set: (labels, value) => children.get(labels).set(value), reset };
};

const createHistogram = (definition: AnyDefinition, registration: Registration): AnyInstrument => {
  const metric = new Histogram({ ...registration, buckets: [...definition.buckets] });
  const children = createChildCache({ names: registration.labelNames, make: (labels) => metric.labels(labels) });
  return { observe: (labels, value) => children.get(labels).observe(value) };
};

/** Registers a metric and gives what records it. */
export const createInstrument = (definition: AnyDefinition, register: Registry): AnyInstrument => {
  const { name, help, labels, kind } = definition;
  const registration = { name, help, labelNames: Object.keys(labels), registers: [register] };
  if (kind === 'counter') return createCounter(definition, registration);
  return kind === 'gauge' ? createGauge(registration) : createHistogram(definition, registration);
};
