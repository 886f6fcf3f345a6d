/** Milliseconds of the units Go writes durations in, which OpenAI's headers use. */
const units: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 0.000_001,
};

const duration = /^(?:\d{1,15}(?:\.\d+)?(?:ms|us|µs|ns|d|h|m|s))+$/;
const durationPart = /(\d+(?:\.\d+)?)(ms|us|µs|ns|d|h|m|s)/g;
const decimal = /^\d{1,15}(\.\d+)?$/;
/** RFC 3339. */
const timestamp = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** A plain number is seconds from now, unless that were decades: then it is a time since 1970, in seconds or in milliseconds. */
const sinceEpoch = { seconds: 1e9, milliseconds: 1e12 } as const;

/**
 * Milliseconds, rounded up, until a limit is reset: `6m0s`, `20ms`, `1h2m3.5s`, `12`, a time since 1970 or one by RFC 3339.
 * A time that has passed is 0; undefined for anything else.
 */
export const resetInMs = (value: string | null, now: () => number): number | undefined => {
  const text = value?.trim() ?? '';
  if (decimal.test(text)) return fromNumber(Number(text), now);
  if (duration.test(text)) return Math.ceil(fromDuration(text));
  const time = timestamp.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : until(time, now);
};

const until = (time: number, now: () => number): number => Math.max(0, Math.ceil(time - now()));

const fromNumber = (number: number, now: () => number): number => {
  if (number >= sinceEpoch.milliseconds) return until(number, now);
  return number >= sinceEpoch.seconds ? until(number * 1_000, now) : Math.ceil(number * 1_000);
};

const fromDuration = (text: string): number =>
  [...text.matchAll(durationPart)].reduce((ms, [, number, unit]) => ms + Number(number) * (units[unit ?? ''] ?? 0), 0);
