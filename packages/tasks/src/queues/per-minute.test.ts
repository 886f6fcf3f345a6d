import { expect, it } from '@jest/globals';
import { perMinute } from './per-minute.js';

it('counts the last minute, the ten seconds that are not over in proportion', () => {
  const nowMs = 1_000_005_000;
  expect(perMinute({ 100000: '10', 99995: '45', 99994: '1000' }, nowMs)).toBe(60);
  expect(perMinute({}, nowMs)).toBe(0);
});
