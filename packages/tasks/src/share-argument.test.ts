import { expect, it } from '@jest/globals';
import { shareArgument } from './share-argument.js';

const weights = { interactive: 4, standard: 1, bulk: 0.01 };
const weightOf = (priority: keyof typeof weights, weight?: number): number => {
  const keyLimits = weight === undefined ? {} : { keyLimits: { weight } };
  return Number(shareArgument({ priority, payload: { messages: [] }, ...keyLimits }, '', weights).split(' ')[1]);
};

it('counts with the weight of the class times that of the key, and never so small that priorities run out', () => {
  expect(weightOf('interactive', 2)).toBe(8);
  expect(weightOf('standard')).toBe(1);
  expect(weightOf('bulk', 0.1)).toBe(0.05);
});
