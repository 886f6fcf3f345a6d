import type { Clock } from '@millrace/runtime';

interface HeaderReader {
  get(name: string): string | null;
}

const decimal = /^\d+(\.\d+)?$/;
const weekday = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = '\\d{2}:\\d{2}:\\d{2}';
/** The three forms of RFC 9110 section 5.6.7; `Date.parse` alone takes nearly anything, "3 apples" included, for a date. */
const httpDates = [
  new RegExp(`^${weekday}, \\d{2} ${month} \\d{4} ${time} GMT$`),
  new RegExp(`^${weekday}[a-z]*day, \\d{2}-${month}-\\d{2} ${time} GMT$`),
  new RegExp(`^${weekday} ${month} [ \\d]\\d ${time} \\d{4}$`),
];

/**
 * How long the provider asks to wait, in milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as a date
 * (RFC 9110 section 10.2.3). Undefined when there is neither, or nothing that makes sense: negative, past, garbage.
 */
export const retryAfterMs = (headers: HeaderReader, now: Clock): number | undefined =>
  fromNumber(headers.get('retry-after-ms'), 1) ?? fromRetryAfter(headers.get('retry-after'), now);

const fromRetryAfter = (value: string | null, now: Clock): number | undefined => fromNumber(value, 1_000) ?? fromDate(value, now);

const fromNumber = (value: string | null, unitMs: number): number | undefined => {
  const text = value?.trim() ?? '';
  if (!decimal.test(text)) return undefined;
  const ms = Math.ceil(Number(text) * unitMs);
  return Number.isFinite(ms) ? ms : undefined;
};

const fromDate = (value: string | null, now: Clock): number | undefined => {
  const text = value?.trim() ?? '';
  if (!httpDates.some((form) => form.test(text))) return undefined;
  // The third form names no zone; it is GMT by definition, and local time to Date.parse.
  const ms = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) - now();
  return ms >= 0 ? ms : undefined;
};
