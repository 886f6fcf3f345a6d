/** Counts what was used of one limit per minute. Times are milliseconds of one clock. */
export interface Meter {
  /** How long until `amount` fits, in milliseconds: 0 = now, `Infinity` = never. */
  waitMs(amount: number, now: number): number;
  /** Counts `amount`, whether it fits or not. What it gives back replaces that amount by the actual one, once it is known. */
  take(amount: number, now: number): (actual: number, at: number) => void;
  /** What is left, and the milliseconds until all of it is there again. */
  left(now: number): { readonly remaining: number; readonly resetMs: number };
}

export interface MeterOptions {
  /** Per minute. */
  readonly limit: number;
  /** How long a minute lasts, in milliseconds. */
  readonly minuteMs: number;
  /** Of a token bucket only: how much it holds when full. Default: the limit. */
  readonly capacity?: number;
}
