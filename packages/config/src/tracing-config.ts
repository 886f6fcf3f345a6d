import type { tracingFragment } from './fragments/tracing.js';
import { parseNamedTexts } from './named-texts.js';
import type { Values } from './settings.js';

type TracingValues = Values<{ readonly tracing: typeof tracingFragment }>['tracing'];

/** Where the spans of a process go, and what describes it in them. */
export interface TracingConfig extends Pick<TracingValues, 'sampler' | 'samplerRatio'> {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
}

/** Undefined where nothing is traced. */
export const tracingConfig = (values: TracingValues, role: 'api' | 'worker', instance: string): TracingConfig | undefined => {
  const { endpoint, tracesEndpoint, headers, serviceName, resource, sampler, samplerRatio } = values;
  const url = tracesEndpoint ?? (endpoint === undefined ? undefined : `${endpoint}/v1/traces`);
  if (url === undefined) return undefined;
  const own = { 'service.name': serviceName ?? `millrace-${role}`, 'service.instance.id': instance };
  return { url, headers: parseNamedTexts(headers?.reveal() ?? '') ?? {}, sampler, samplerRatio, resource: { ...resource, ...own } };
};

/** What must never be logged of it. */
export const secretsOfTracing = (tracing: TracingConfig | undefined): readonly string[] => Object.values(tracing?.headers ?? {});
