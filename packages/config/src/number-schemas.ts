import { z } from 'zod';

interface Range {
  readonly min: number;
  readonly max?: number;
  /** What is counted, as a plural: `milliseconds`. */
  readonly unit?: string;
}

const wanted = ({ min, max, unit }: Range, noun: string): string => {
  const range = max === undefined ? `${min} or more` : `from ${min} to ${max}`;
  return `must be a ${noun}${unit === undefined ? '' : ` of ${unit}`}, ${range}`;
};

const number = (range: Range, shape: RegExp, noun: string) =>
  z.string().transform((text, context): number => {
    const value = Number(text);
    if (shape.test(text) && value >= range.min && value <= (range.max ?? Number.MAX_SAFE_INTEGER)) return value;
    context.addIssue(wanted(range, noun));
    return z.NEVER;
  });

/** A whole number in decimal digits. */
export const wholeNumber = (range: Range) => number(range, /^\d+$/, 'whole number');

/** A decimal number such as `0.8`. */
export const decimal = (range: Range) => number(range, /^\d+(\.\d+)?$/, 'number');

/** A TCP port; 0 lets the system choose a free one. */
export const portNumber = wholeNumber({ min: 0, max: 65_535 });

/** Seconds, at most a year. */
export const seconds = (min: number) => wholeNumber({ min, max: 31_536_000, unit: 'seconds' });

/** Seconds that a timer waits, at most a day: it cannot take much more. */
export const timerSeconds = (min: number) => wholeNumber({ min, max: 86_400, unit: 'seconds' });

/** Milliseconds, at most a day: a timer cannot take much more. */
export const milliseconds = (min: number) => wholeNumber({ min, max: 86_400_000, unit: 'milliseconds' });
