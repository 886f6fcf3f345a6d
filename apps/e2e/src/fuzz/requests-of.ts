import fc from 'fast-check';
import type { JsonSchema, Schemas } from './json-schema.js';
import { valuesOf } from './values-of.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: JsonSchema;
}

/** An operation of the OpenAPI document, as far as requests are made from it. */
export interface DescribedOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface FuzzedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const visible = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
/** What headers mean something in; the rest is noise. */
const sensible: Readonly<Record<string, fc.Arbitrary<string>>> = {
  prefer: fc.constantFrom('wait=0', 'wait=1', 'respond-async', 'wait'),
  accept: fc.constantFrom('application/json', 'text/event-stream', '*/*'),
  'last-event-id': fc.nat().map(String),
};

/** Requests of one operation: some as its description wants them, some nearly so, some nothing like it. */
export const requestsOf = (
  path: string,
  operation: DescribedOperation,
  { schemas, ids }: { schemas: Schemas; ids: readonly string[] },
): fc.Arbitrary<FuzzedRequest> => {
  const parameters = operation.parameters ?? [];
  const named = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const body = operation.requestBody?.content['application/json']?.schema;
  return fc.record({
    path: fc.tuple(pathsOf(path, ids), queries(named('query'), schemas)).map(([known, query]) => known + query),
    headers: headers(named('header')),
    body: body ? bodies(valuesOf(body, schemas)) : fc.constant(undefined),
  });
};

const pathsOf = (path: string, ids: readonly string[]): fc.Arbitrary<string> =>
  fc
    .oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: fc.string({ minLength: 1, unit: 'grapheme' }) })
    .map((id) => path.replace(/\{\w+\}/, encodeURIComponent(id)));

const queries = (parameters: readonly Parameter[], schemas: Schemas): fc.Arbitrary<string> =>
  fc
    .record(
      Object.fromEntries(
        parameters.map(({ name, schema }) => [name, fc.oneof(valuesOf(schema, schemas).map(String), fc.string({ unit: 'grapheme' }))]),
      ),
      { requiredKeys: [] },
    )
    .map((query) => (Object.keys(query).length > 0 ? `?${new URLSearchParams(query as Record<string, string>)}` : ''));

const headers = (parameters: readonly Parameter[]): fc.Arbitrary<Readonly<Record<string, string>>> => {
  const noise = visible.filter((text) => !/wait/i.test(text));
  const values = parameters.map(({ name }) => [name, fc.oneof(sensible[name.toLowerCase()] ?? visible, noise)] as const);
  return fc.record(Object.fromEntries(values), { requiredKeys: [] }) as fc.Arbitrary<Readonly<Record<string, string>>>;
};

const bodies = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: valid.map((value) => JSON.stringify(value)) },
    {
      weight: 4,
      arbitrary: fc.tuple(valid, fc.string(), fc.jsonValue({ maxDepth: 2 })).map(([value, name, junk]) => spoilt(value, name, junk)),
    },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  );

/** One field of it is replaced or added. */
const spoilt = (value: unknown, name: string, junk: unknown): string => {
  const names = Object.keys(value as object);
  const place = names[name.length % (names.length + 1)] ?? name;
  return JSON.stringify({ ...(value as object), [place]: junk });
};
