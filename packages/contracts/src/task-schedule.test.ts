import { describe, expect, it } from '@jest/globals';
import { toTaskSchedule } from './task-schedule.js';
import { taskSubmission } from './task-submission.js';

const runAtOf = (run_at: string) => {
  const parsed = taskSubmission.safeParse({ prompt: 'x', run_at });
  return parsed.success ? toTaskSchedule(parsed.data)?.runAt : undefined;
};

describe('a time of a submission', () => {
  it.each([
    ['2026-11-23T12:00:00Z', Date.UTC(2026, 10, 23, 12)],
    ['2026-11-23T12:00:00.12345678901234567890Z', Date.UTC(2026, 10, 23, 12, 0, 0, 123)],
    ['2026-11-23T12:00:00-00:00', Date.UTC(2026, 10, 23, 12)],
    ['2026-11-23T12:00:00+23:59', Date.UTC(2026, 10, 22, 12, 1)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000],
    ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
  ])('%s is a whole number of milliseconds', (text, atMs) => {
    expect(runAtOf(text)).toEqual({ atMs });
  });

  it.each([
    '2026-11-23T12:00:00',
    '2026-11-23T12:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T12:00:60Z',
    '2026-11-23T12:00:00+24:00',
    '2026-11-23T12:00:00+01',
    '2026-11-23 12:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '+12026-01-01T00:00:00Z',
    'Mon, 23 Nov 2026 12:00:00 GMT',
    '1795435200',
  ])('%s is none', (text) => {
    expect(runAtOf(text)).toBeUndefined();
  });
});
