export interface FullJitterOptions {
  /** 1 for the first retry. */
  readonly retry: number;
  readonly baseMs: number;
  readonly capMs: number;
  readonly random?: () => number;
}

/** A random wait in milliseconds between 0 and base × 2^(retry−1), never above the cap: retries of many tasks spread out instead of returning together. */
export const fullJitterMs = ({ retry, baseMs, capMs, random = Math.random }: FullJitterOptions): number =>
  Math.round(random() * Math.min(capMs, baseMs * 2 ** (retry - 1)));
