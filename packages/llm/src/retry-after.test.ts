import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const now = () => Date.UTC(1994, 10, 6, 8, 49, 7);
const read = (headers: Record<string, string>, error?: unknown) =>
  retryAfterMs({ headers: { get: (name) => headers[name] ?? null }, error }, now);
const inThirtySeconds = 'Sun, 06 Nov 1994 08:49:37 GMT';

describe('retryAfterMs', () => {
  it.each<[string, Record<string, string>, number]>([
    ['milliseconds', { 'retry-after-ms': '1500' }, 1_500],
    ["Azure's milliseconds", { 'x-ms-retry-after-ms': '1500', 'retry-after': '2' }, 1_500],
    ['parts of a millisecond, rounded up', { 'retry-after-ms': '0.2' }, 1],
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['parts of a second', { 'retry-after': ' 0.5 ' }, 500],
    ['no time at all', { 'retry-after': '0' }, 0],
    ['twenty minutes, uncapped', { 'retry-after': '1200' }, 1_200_000],
    ['a year, uncapped', { 'retry-after': '31536000' }, 31_536_000_000],
    ['more than a number can count to, as a number that can', { 'retry-after': '9'.repeat(300) }, Number.MAX_SAFE_INTEGER],
    ['a date', { 'retry-after': inThirtySeconds }, 30_000],
    ["a date in the old web's form", { 'retry-after': 'Sunday, 06-Nov-94 08:49:37 GMT' }, 30_000],
    ["a date in C's form, whatever the time zone here", { 'retry-after': 'Sun Nov  6 08:49:37 1994' }, 30_000],
    [
      'a date of a provider whose clock is an hour behind',
      { 'retry-after': inThirtySeconds, date: 'Sun, 06 Nov 1994 07:49:37 GMT' },
      3_600_000,
    ],
    [
      'a date that has passed here and not there',
      { 'retry-after': 'Sun, 06 Nov 1994 07:00:10 GMT', date: 'Sun, 06 Nov 1994 07:00:00 GMT' },
      10_000,
    ],
    ['a date beside a date that is none', { 'retry-after': inThirtySeconds, date: 'today' }, 30_000],
    ['milliseconds before seconds', { 'retry-after-ms': '10', 'retry-after': '7' }, 10],
    ['seconds when the milliseconds are garbage', { 'retry-after-ms': 'soon', 'retry-after': '7' }, 7_000],
    ['seconds when the milliseconds are negative', { 'retry-after-ms': '-5', 'retry-after': '7' }, 7_000],
  ])('understands %s', (_name, headers, expected) => {
    expect(read(headers)).toBe(expected);
  });

  it.each([
    '',
    '-1',
    '-0.5',
    'soon',
    '3 apples',
    'NaN',
    'Infinity',
    '1e3',
    '0x10',
    '7s',
    '1, 2',
    '9'.repeat(400),
    'Sun, 06 Nov 1994 08:49:00 GMT',
    '1994-11-06T08:49:37Z',
    'Sun, 99 Nov 1994 08:49:37 GMT',
  ])('ignores %p', (value) => {
    expect(read({ 'retry-after': value })).toBeUndefined();
  });

  describe("in Google's body", () => {
    const info = (retryDelay: unknown) => ({
      code: 429,
      details: [{ '@type': 'type.googleapis.com/google.rpc.QuotaFailure' }, { retryDelay }],
    });

    it.each([
      ['34s', 34_000],
      ['0.5s', 500],
      ['34.074824224s', 34_075],
    ])('understands %s', (delay, expected) => {
      expect(read({}, info(delay))).toBe(expected);
    });

    it.each(['34', '34m', '-3s', '34 seconds', '', 34, null, {}])('ignores %p', (delay) => {
      expect(read({}, info(delay))).toBeUndefined();
    });

    it.each([null, 'x', [], { details: 'x' }, { details: [null, 5, []] }])('survives %j', (error) => {
      expect(read({}, error)).toBeUndefined();
    });

    it('believes a header first', () => {
      expect(read({ 'retry-after': '2' }, info('34s'))).toBe(2_000);
    });
  });

  it('finds nothing where there is nothing', () => {
    expect(read({})).toBeUndefined();
  });
});
