import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { createProblemReport } from './create-problem-report.mjs';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('prints a problem at once, and how often it came again afterwards', () => {
  const printed = [];
  const report = createProblemReport((line) => printed.push(line));
  for (let times = 0; times < 4; times += 1) report('worker-1', 'warn: slow');
  report('worker-2', 'warn: slow');
  expect(printed).toEqual(['worker-1: warn: slow', 'worker-2: warn: slow']);
  jest.runAllTimers();
  expect(printed.slice(2)).toEqual(['worker-1: warn: slow (3 more like it)']);
  report('worker-1', 'warn: slow');
  expect(printed.slice(3)).toEqual(['worker-1: warn: slow']);
});
