import { expect, it } from '@jest/globals';
import { createGate } from './gate.js';

it('lets nobody pass before it is opened and everybody afterwards', async () => {
  const { opened, open } = createGate();
  const passed: string[] = [];
  const early = opened.then(() => passed.push('early'));
  await Promise.resolve();
  expect(passed).toEqual([]);
  open();
  open();
  await early;
  await opened;
  expect(passed).toEqual(['early']);
});
