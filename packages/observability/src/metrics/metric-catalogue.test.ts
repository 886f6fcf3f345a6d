import { describe, expect, it } from '@jest/globals';
import { metricCatalogue } from './metric-catalogue.js';
import type { Labels, MetricDefinition, Role } from './metric-definition.js';
import { renderMetricsReference } from './render-metrics-reference.js';

const definitions: readonly MetricDefinition<string, Labels, Role>[] = Object.values(metricCatalogue);
const units: Readonly<Record<string, RegExp>> = { counter: /_total$/, histogram: /_seconds$/, gauge: /(?<!_total)$/ };

describe('the metric catalogue', () => {
  it.each(definitions.map((definition) => [definition.name, definition] as const))(
    'names %s by its kind and in our prefix',
    (name, definition) => {
      expect(name).toMatch(/^(millrace_[a-z_]+|llm_request_total|llm_response_time_seconds)$/);
      expect(name).toMatch(units[definition.kind] ?? /never/);
    },
  );

  it('has each name once', () => {
    expect(new Set(definitions.map(({ name }) => name)).size).toBe(definitions.length);
  });

  it('has no label for an id, a key or an address', () => {
    const labels = definitions.flatMap((definition) => Object.keys(definition.labels));
    expect(labels.filter((label) => /id|key|tenant|address|url|user/.test(label))).toEqual([]);
  });

  it('is all on the reference page, with labels and buckets', () => {
    const page = renderMetricsReference();
    for (const { name, help } of definitions) expect(page).toContain(`## ${name}\n\n${help}\n`);
    expect(page).toContain('- `result`: `hit`, `miss`, `shared`, `bypass`');
    expect(page).toContain('Buckets: 0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600.');
  });
});
