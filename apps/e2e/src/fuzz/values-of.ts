import fc from 'fast-check';
import type { JsonSchema, Schemas } from './json-schema.js';

const shortList = 3;
const shortText = 40;
const days = 86_400_000;
/** Nobody is there, whoever asks. */
const urls = [
  'https://receiver.invalid/hook',
  'https://receiver.invalid:8443/?a=b',
  'http://receiver.invalid',
  'https://[::1]/',
  'mailto:a@b',
  '',
];

/** Values that a schema allows, as far as it says; none is large. */
export const valuesOf = (schema: JsonSchema, schemas: Schemas): fc.Arbitrary<unknown> => {
  const of = (part: JsonSchema): fc.Arbitrary<unknown> => valuesOf(part, schemas);
  if (schema.$ref) return of(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? (schema.properties ? undefined : schema.oneOf);
  if (either) return fc.oneof(...either.map(of));
  switch (schema.type) {
    case 'string':
      return texts(schema);
    case 'integer':
      return fc.integer(bounds(schema));
    case 'number':
      return fc.double({ ...bounds(schema), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(of(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: (schema.minItems ?? 0) + shortList });
    case 'object':
      return objects(schema, of);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
};

const bounds = ({ minimum = -1_000_000, maximum = 1_000_000 }: JsonSchema) => ({
  min: Math.max(minimum, -1_000_000),
  max: Math.max(minimum, Math.min(maximum, 1_000_000)),
});

const texts = ({ format, pattern, minLength = 0, maxLength = shortText }: JsonSchema): fc.Arbitrary<string> => {
  if (format === 'date-time') return fc.integer({ min: -days, max: days }).map((ms) => new Date(Date.now() + ms).toISOString());
  if (format === 'uri') return fc.constantFrom(...urls);
  if (pattern) return fc.stringMatching(new RegExp(pattern)).map((text) => text.slice(0, Math.max(minLength, maxLength)));
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + shortText), unit: 'grapheme' });
};

const objects = (schema: JsonSchema, of: (part: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => {
  const { properties = {}, required = [], additionalProperties } = schema;
  const known = fc.record(Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, of(part)])), {
    requiredKeys: [...required],
  });
  if (typeof additionalProperties !== 'object') return known;
  return fc.dictionary(fc.string({ minLength: 1, maxLength: shortText }), of(additionalProperties), { maxKeys: shortList });
};
