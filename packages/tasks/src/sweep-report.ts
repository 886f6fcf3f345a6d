/** What one pass of the sweeper did; all zero when another instance sweeps. */
export interface SweepReport {
  readonly swept: boolean;
  readonly expired: number;
  readonly lostAttempts: number;
  readonly requeued: number;
  readonly checked: number;
  /** Scheduled tasks whose time had come. */
  readonly promoted: number;
  /** Until there is something to do again, as far as is known; 0 = a pass was not enough. */
  readonly nextDueMs: number;
}
