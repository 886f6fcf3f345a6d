import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { createTally } from './tally.mjs';

let written;

beforeEach(() => {
  written = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

const lastLines = (count) => written.trimEnd().split('\n').slice(-count);

it('counts each stage as one test beside those it reports', async () => {
  const tally = createTally();
  await tally.stage('types', async () => ({ ok: true }));
  await tally.stage('unit', async () => ({ ok: true, passed: 10, failed: 0 }));
  expect(tally.finish()).toBe(0);
  expect(lastLines(1)).toEqual(['12 passed, 0 failed']);
});

it('fails as a whole when a stage fails or throws, and names it', async () => {
  const tally = createTally();
  await tally.stage('unit', async () => ({ ok: false, passed: 3, failed: 2, output: 'what went wrong' }));
  await tally.stage('types', () => Promise.reject(new Error('no compiler')));
  expect(tally.finish()).toBe(1);
  expect(written).toContain('what went wrong');
  expect(written).toContain('no compiler');
  expect(lastLines(2)).toEqual(['failed: unit, types', '3 passed, 4 failed']);
});

it('says on the line before the last how much was skipped and why', async () => {
  const tally = createTally();
  await tally.stage('e2e', async () => ({ ok: true, passed: 1, skipped: 2, reason: 'no Chromium' }));
  tally.skip('redis', 5, 'no Redis');
  expect(tally.finish()).toBe(0);
  expect(lastLines(2)).toEqual(['7 skipped (no Chromium; redis: no Redis)', '2 passed, 0 failed']);
});
