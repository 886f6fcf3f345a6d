/** A day: who asks for more does not want webhooks. */
const capMs = 86_400_000;

/**
 * How long a receiver asks to be left alone, in milliseconds, a day at most: `Retry-After` in seconds or as a date (RFC 9110 section 10.2.3).
 * Undefined when it says nothing that makes sense.
 */
export const retryAfterMs = (value: string | undefined, nowMs: number): number | undefined => {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(capMs, Number(text) * 1000);
  // Only what names a weekday: `Date.parse` takes nearly anything, "3 apples" included, for a date.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d{2}:\d{2}:\d{2}/.test(text)) return undefined;
  const ms = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) - nowMs;
  return ms >= 0 ? Math.min(capMs, ms) : undefined;
};
