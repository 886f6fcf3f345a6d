import { describe, expect, it } from '@jest/globals';
import { resetInMs } from './reset-in-ms.js';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
const read = (value: string | null) => resetInMs(value, () => nowMs);

describe('resetInMs', () => {
  it.each([
    ['6m0s', 360_000],
    ['1s', 1_000],
    ['20ms', 20],
    ['1h2m3.5s', 3_723_500],
    ['7.66s', 7_660],
    ['2m59.56s', 179_560],
    ['1d', 86_400_000],
    ['1.5ms', 2],
    ['35µs', 1],
    ['120ns', 1],
    ['0s', 0],
    [' 12 ', 12_000],
    ['0.25', 250],
    ['0', 0],
    [String(nowMs + 1_500), 1_500],
    [String(nowMs / 1_000 + 2), 2_000],
    [String(nowMs - 1), 0],
    ['2026-11-23T12:00:01Z', 1_000],
    ['2026-11-23T12:00:00.250Z', 250],
    ['2026-11-23T14:00:01+02:00', 1_000],
    ['2026-11-23T11:00:00Z', 0],
  ])('reads %p as %i ms', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  it.each([null, '', '-1s', '1 s', 's', '1x', '1s later', 'soon', '1e3', '2026-11-23', '2026-99-99T12:00:01Z', '9'.repeat(400)])(
    'makes nothing of %p',
    (value) => {
      expect(read(value)).toBeUndefined();
    },
  );
});
