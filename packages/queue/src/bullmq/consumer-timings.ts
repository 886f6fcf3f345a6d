/**
 * How soon a dead worker's jobs are found, in milliseconds.
 *
 * A stalled check marks each active job, and the next one puts back those whose lock has run out. It runs at most once in `stalledIntervalMs` for all
 * workers of a route, and because each tries on a timer of its own, two checks are at most twice that apart. At the worst the worker dies just
 * after it renewed its locks, and the lock runs out just after a check: 8,000 + 2 × 2,500 = 13 s, under the 15 s that are promised.
 * The first check, which marks the job, comes within 5 s and so before the lock runs out.
 *
 * `lockRenewMs` only decides how long Redis may be away before locks run out: they are renewed every 1 to 2 s, so for at least 6 s.
 */
export const consumerTimings = {
  lockMs: 8000,
  lockRenewMs: 2000,
  stalledIntervalMs: 2500,
  /** BullMQ waits 15 s by default before it fetches again after a lost connection; jobs are to be taken within 5 s. */
  fetchRetryMs: 1000,
  /**
   * How long an idle worker waits to be woken before it looks by itself. A wake-up is taken by one connection, and after an outage that may be one that is gone without
   * Redis knowing; then the work waits for the next look.
   */
  idleLookSeconds: 2,
  /** A job whose work threw comes back after this; what has happened to its task is for the record to say. */
  afterThrowMs: 5000,
} as const;
