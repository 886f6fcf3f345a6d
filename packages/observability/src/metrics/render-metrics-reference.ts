import { metricCatalogue } from './metric-catalogue.js';
import type { Labels, MetricDefinition, Role } from './metric-definition.js';

const introduction = `# Metrics

Generated from \`packages/observability/src/metrics/metric-catalogue.ts\`; do not edit.

Each app serves its metrics at \`/metrics\` on \`METRICS_HOST:METRICS_PORT\`, in the text format of Prometheus. Beside those below it serves Node's own, among them
\`nodejs_eventloop_lag_p99_seconds\`, \`nodejs_heap_size_used_bytes\` and \`process_cpu_seconds_total\`. Labels come from closed sets: never a task id, a key or a caller's text.
Gauges of queues are refreshed at most every 5 seconds, and are absent while Redis cannot be asked.
`;

const label = ([name, values]: [string, Labels[string]]): string =>
  `- \`${name}\`: ${typeof values === 'string' ? values : values.map((value) => `\`${value}\``).join(', ')}`;

const section = ({ name, kind, help, labels, apps, buckets }: MetricDefinition<string, Labels, Role>): string => {
  const lines = [`## ${name}`, '', help, '', `A ${kind} of ${apps.map((app) => `the ${app}`).join(' and ')}.`];
  const labelLines = Object.entries(labels).map(label);
  if (labelLines.length > 0) lines.push('', ...labelLines);
  if (buckets.length > 0) lines.push('', `Buckets: ${buckets.join(', ')}.`);
  return `${lines.join('\n')}\n`;
};

/** The metrics reference page, in Markdown: every metric of the catalogue with its labels and buckets. */
export const renderMetricsReference = (): string => [introduction, ...Object.values(metricCatalogue).map(section)].join('\n');
