import { format, inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { secret } from './secret.js';

describe('secret', () => {
  const hidden = secret('hunter2');

  it('hands its text out when asked to', () => {
    expect(hidden.reveal()).toBe('hunter2');
  });

  it.each([
    ['text', () => `${hidden}`],
    ['concatenation', () => `a${String(hidden)}`],
    ['JSON', () => JSON.stringify({ hidden })],
    ['inspect', () => inspect({ nested: { hidden } }, { depth: null, showHidden: true })],
    ['inspect without custom printing', () => inspect(hidden, { customInspect: false, showHidden: true })],
    ['format', () => format('%s %o %j', hidden, hidden, hidden)],
    ['a spread', () => JSON.stringify({ ...hidden })],
    ['its keys and values', () => Object.entries(hidden).flat().join()],
  ])('never shows it as %s', (_way, print) => {
    expect(print()).not.toContain('hunter2');
  });
});
