import { describe, expect, it } from '@jest/globals';
import { findModelRoute } from './find-model-route.js';

const routes = ['*', 'gpt-*', 'gpt-4*', 'gpt-4o', '*-mini-2024'].map((model) => ({ model, isPattern: model.includes('*') }));
const found = (model: string): string | undefined => findModelRoute(routes, model)?.model;

describe('findModelRoute', () => {
  it.each([
    ['gpt-4o', 'gpt-4o'],
    ['gpt-4o-mini', 'gpt-4*'],
    ['gpt-4', 'gpt-4*'],
    ['gpt-5', 'gpt-*'],
    ['gpt-4o-mini-2024', '*-mini-2024'],
    ['claude', '*'],
  ])('%s goes to %s: the exact name first, then the longest pattern', (model, route) => {
    expect(found(model)).toBe(route);
  });

  it('finds none where none matches, and lets no text count for both ends of a pattern', () => {
    expect(findModelRoute(routes.slice(1, 3), 'claude')).toBeUndefined();
    expect(findModelRoute([{ model: 'aba*aba', isPattern: true }], 'aba')).toBeUndefined();
  });
});
