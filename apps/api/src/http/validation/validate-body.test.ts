import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { HttpProblem } from '../http-problem.js';
import { closestName } from './closest-name.js';
import { createBodyValidator } from './validate-body.js';

const faultsOf = (schema: z.ZodType, value: unknown) => {
  try {
    createBodyValidator(schema)(value);
  } catch (problem) {
    return (problem as HttpProblem).parts;
  }
  throw new Error('nothing was wrong');
};

describe('the sentences about a body that does not fit', () => {
  const shape = z.union([z.string(), z.array(z.strictObject({ kind: z.literal('a'), size: z.number() }))]);

  it('follow the branch of a union that got furthest', () => {
    expect(faultsOf(z.strictObject({ it: shape }), { it: [{ kind: 'a', size: 'x' }] }).errors).toEqual([
      { pointer: '/it/0/size', detail: 'must be a number' },
    ]);
  });

  it('are told however many faults there are', () => {
    const value = {
      it: Array.from({ length: 300_000 }, () => ({})),
      more: Object.fromEntries(Array.from({ length: 30 }, (_, n) => [n, n])),
    };
    const { errors } = faultsOf(z.strictObject({ it: shape }), value);
    expect(errors).toHaveLength(20);
    expect(errors?.[0]).toEqual({ pointer: '/it/0/kind', detail: 'is required' });
  });

  it('name every type a union takes when none fits', () => {
    expect(faultsOf(z.strictObject({ it: shape }), { it: 5 }).errors).toEqual([{ pointer: '/it', detail: 'must be a string or an array' }]);
    const time = z.strictObject({ it: z.union([z.string(), z.int()]) });
    expect(faultsOf(time, { it: 0.5 }).errors).toEqual([{ pointer: '/it', detail: 'must be a string or a whole number' }]);
  });

  it('follow a union within a union', () => {
    const inner = z.union([z.literal('x'), z.strictObject({ deep: z.strictObject({ n: z.number() }) })]);
    const outer = z.union([z.boolean(), z.strictObject({ inner })]);
    expect(faultsOf(outer, { inner: { deep: { n: 'no' } } }).errors).toEqual([{ pointer: '/inner/deep/n', detail: 'must be a number' }]);
  });

  it('suggest the names of the place, not of another', () => {
    const schema = z.strictObject({ content: z.string().optional(), part: z.strictObject({ text: z.string().optional() }).optional() });
    expect(faultsOf(schema, { part: { txt: 1 } }).errors?.[0]?.detail).toBe('unknown field; did you mean "text"?');
    expect(faultsOf(schema, { txt: 1 }).errors?.[0]?.detail).toBe('unknown field');
  });

  it('name at most twenty faults, and count them', () => {
    const { errors, detail } = faultsOf(
      z.array(z.string()),
      Array.from({ length: 50 }, () => 1),
    );
    expect(errors).toHaveLength(20);
    expect(detail).toBe('/0: must be a string (19 more in "errors").');
  });

  it('hide a name that is long or cannot be printed, and what lies below it', () => {
    const schema = z.record(z.string(), z.string());
    expect(faultsOf(schema, { ['x'.repeat(65)]: 1 }).errors).toEqual([{ pointer: '', detail: 'must be a string' }]);
    expect(faultsOf(schema, { 'a\u0007b': 1 }).errors?.[0]?.pointer).toBe('');
    expect(faultsOf(schema, { 'a/b~c': 1 }).errors?.[0]?.pointer).toBe('/a~1b~0c');
  });
});

describe('the closest name', () => {
  const known = ['prompt', 'messages', 'model', 'max_tokens', 'stop', 'seed'];
  it.each([
    ['promt', 'prompt'],
    ['Prompt', 'prompt'],
    ['message', 'messages'],
    ['maxTokens', 'max_tokens'],
    ['max', 'max_tokens'],
    ['x', undefined],
    ['completely', undefined],
    ['', undefined],
  ])('of %j is %s', (name, expected) => {
    expect(closestName(name, known)).toBe(expected);
  });
});
