import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cacheDigest } from './cache-digest.js';
import { openTask } from './fakes/open-task.js';

const defaults = { maxTokens: 1000, temperature: undefined };
const digestOf = (given: Parameters<typeof openTask>[0]) => cacheDigest(openTask(given), defaults);

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, shuffled(inner)]),
  );
};

const withParameters = (parameters: unknown) =>
  digestOf({ payload: { tools: [{ type: 'function', function: { name: 'f', parameters: parameters as Record<string, unknown> } }] } });

describe('cacheDigest', () => {
  it('does not depend on the order of keys, at any depth', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (parameters) => {
        expect(withParameters(shuffled(parameters))).toBe(withParameters(parameters));
      }),
    );
  });

  it('tells apart any two values that differ', () => {
    const values = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(values, values, (one, other) => {
        const same = JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));
        expect(withParameters(one) === withParameters(other)).toBe(same);
      }),
    );
  });

  it('tells a null from an absence and the order of a list from another order', () => {
    expect(withParameters({ a: null })).not.toBe(withParameters({}));
    expect(withParameters({ a: ['x', 'y'] })).not.toBe(withParameters({ a: ['y', 'x'] }));
    expect(withParameters({ a: '1' })).not.toBe(withParameters({ a: 1 }));
  });

  it.each([
    ['tenant', { tenant: 'other' }],
    ['model', { model: 'large' }],
    ['messages', { payload: { messages: [{ role: 'user' as const, content: 'Why?' }] } }],
    ['max tokens', { payload: { maxTokens: 7 } }],
    ['temperature', { payload: { temperature: 0 } }],
    ['top_p', { payload: { topP: 0.5 } }],
    ['stop', { payload: { stop: 'x' } }],
    ['seed', { payload: { seed: 0 } }],
    ['response format', { payload: { responseFormat: { type: 'json_object' as const } } }],
    ['tools', { payload: { tools: [{ type: 'function' as const, function: { name: 'f' } }] } }],
    ['tool choice', { payload: { toolChoice: 'none' as const } }],
  ])('changes with the %s', (_what, given) => {
    expect(digestOf(given)).not.toBe(digestOf({}));
  });

  it('takes a default and the same value said aloud for one', () => {
    expect(digestOf({ payload: { maxTokens: 1000 } })).toBe(digestOf({}));
    expect(cacheDigest(openTask(), { maxTokens: 1000, temperature: 0.2 })).toBe(digestOf({ payload: { temperature: 0.2 } }));
  });

  it('does not depend on what does not shape the answer', () => {
    const other = { id: 'task_2', run: 3, createdAtMs: 9, finishByMs: 10, requestId: 'r', route: 'elsewhere' };
    const payload = { metadata: { order: '42' }, cache: { ttlSeconds: 5, noStore: true } };
    expect(digestOf({ ...other, payload })).toBe(digestOf({}));
  });
});

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .map(([name, inner]) => [name, canonical(inner)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .concat([['object', true]]);
};
