import { expect, it } from '@jest/globals';
import { retryAfterHeaders } from './retry-after-headers.js';

const now = Date.UTC(2026, 0, 1, 12, 0, 0, 400);

it('rounds up to what each form can express, and knows until when a call is unwelcome', () => {
  expect(retryAfterHeaders('seconds', 1_200, now)).toEqual({ headers: { 'retry-after': '2' }, until: now + 2_000 });
  expect(retryAfterHeaders('milliseconds', 1_200.5, now)).toEqual({ headers: { 'retry-after-ms': '1201' }, until: now + 1_201 });
  const date = { headers: { 'retry-after': 'Thu, 01 Jan 2026 12:00:02 GMT' }, until: now + 1_600 };
  expect(retryAfterHeaders('date', 1_200, now)).toEqual(date);
  expect(retryAfterHeaders('absent', 1_200, now)).toEqual({ headers: {} });
});
