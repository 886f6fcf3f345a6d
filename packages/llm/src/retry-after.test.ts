import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const now = () => Date.UTC(1994, 10, 6, 8, 49, 7);
const read = (headers: Record<string, string>) => retryAfterMs({ get: (name) => headers[name] ?? null }, now);

describe('retryAfterMs', () => {
  it.each([
    ['milliseconds', { 'retry-after-ms': '1500' }, 1_500],
    ['parts of a millisecond, rounded up', { 'retry-after-ms': '0.2' }, 1],
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['parts of a second', { 'retry-after': ' 0.5 ' }, 500],
    ['no time at all', { 'retry-after': '0' }, 0],
    ['twenty minutes, uncapped', { 'retry-after': '1200' }, 1_200_000],
    ['a date', { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' }, 30_000],
    ["a date in the old web's form", { 'retry-after': 'Sunday, 06-Nov-94 08:49:37 GMT' }, 30_000],
    ["a date in C's form, whatever the time zone here", { 'retry-after': 'Sun Nov  6 08:49:37 1994' }, 30_000],
    ['milliseconds before seconds', { 'retry-after-ms': '10', 'retry-after': '7' }, 10],
    ['seconds when the milliseconds are garbage', { 'retry-after-ms': 'soon', 'retry-after': '7' }, 7_000],
  ])('understands %s', (_name, headers, expected) => {
    expect(read(headers as unknown as Record<string, string>)).toBe(expected);
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
  ])('ignores %p', (value) => {
    expect(read({ 'retry-after': value })).toBeUndefined();
  });

  it('finds nothing where there is nothing', () => {
    expect(read({})).toBeUndefined();
  });
});
