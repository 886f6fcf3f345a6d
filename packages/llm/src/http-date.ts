import type { Clock } from '@millrace/runtime';
import type { HeaderReader } from './header-reader.js';

const weekday = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = '\\d{2}:\\d{2}:\\d{2}';
/** The three forms of RFC 9110 section 5.6.7; `Date.parse` alone takes nearly anything, "3 apples" included, for a date. */
const httpDates = [
  new RegExp(`^${weekday}, \\d{2} ${month} \\d{4} ${time} GMT$`),
  new RegExp(`^${weekday}[a-z]*day, \\d{2}-${month}-\\d{2} ${time} GMT$`),
  new RegExp(`^${weekday} ${month} [ \\d]\\d ${time} \\d{4}$`),
];

/** The time a date of HTTP stands for, in milliseconds; undefined for anything else. */
export const httpDateMs = (value: string | null): number | undefined => {
  const text = value?.trim() ?? '';
  if (!httpDates.some((form) => form.test(text))) return undefined;
  // The third form names no zone; it is GMT by definition, and local time to Date.parse.
  const ms = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(ms) ? undefined : ms;
};

/** What time it is where a response comes from, by which the dates in it were set: its `Date` header, else our own clock. */
export const providerTimeMs = (headers: HeaderReader, now: Clock): number => httpDateMs(headers.get('date')) ?? now();
