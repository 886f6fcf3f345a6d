import { expect, it } from '@jest/globals';
import { numberOf, prompt } from './prompts.js';

it('gives each number a prompt of its own and the same length', () => {
  expect(prompt(1)).not.toBe(prompt(2));
  expect(prompt(1)).toHaveLength(2000);
  expect(prompt(123_456)).toHaveLength(2000);
});

it('finds the number again in a request, however it is wrapped', () => {
  expect(numberOf(JSON.stringify({ messages: [{ content: prompt(42) }] }))).toBe(42);
  expect(numberOf('{"prompt":"another"}')).toBeNaN();
});
