import { InvalidArgumentError } from 'commander';
import { readDuration } from '../terminal/duration.js';

/** A reader of whole numbers for an option; a wrong value is a wrong command line. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

/** Seconds in a duration such as `90`, `10m`, `2h` or `1d`. */
export const duration = (text: string): number => {
  const seconds = readDuration(text);
  if (seconds !== undefined) return seconds;
  throw new InvalidArgumentError('It must be a duration such as 90, 90s, 10m, 2h or 1d.');
};

export const decimal =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (text.trim() !== '' && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  };

/** Collects `name=value` of an option that may be given several times. */
export const pair = (text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
  const at = text.indexOf('=');
  if (at > 0) return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
  throw new InvalidArgumentError('It must be name=value.');
};

/** Collects the values of an option that may be given several times, or once with commas. */
export const several = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean),
];
