/** How a refused call is told when to come back: seconds, milliseconds (`retry-after-ms`), an HTTP date, or not at all. */
export type RetryAfterForm = 'seconds' | 'milliseconds' | 'date' | 'absent';

export interface RetryAfter {
  readonly headers: Readonly<Record<string, string>>;
  /** The time before which the headers ask for no further call; undefined when they say nothing. */
  readonly until?: number;
}

const second = 1_000;

/** Says in the given form, rounded up to what it can express, that there is room in `waitMs`. */
export const retryAfterHeaders = (form: RetryAfterForm, waitMs: number, now: number): RetryAfter => {
  if (form === 'absent') return { headers: {} };
  if (form === 'milliseconds') {
    const ms = Math.ceil(waitMs);
    return { headers: { 'retry-after-ms': String(ms) }, until: now + ms };
  }
  if (form === 'seconds') {
    const seconds = Math.ceil(waitMs / second);
    return { headers: { 'retry-after': String(seconds) }, until: now + seconds * second };
  }
  const until = Math.ceil((now + waitMs) / second) * second;
  return { headers: { 'retry-after': new Date(until).toUTCString() }, until };
};
