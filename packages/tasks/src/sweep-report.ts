/** What one pass of the sweeper did; all zero when another instance sweeps. */
export interface SweepReport {
  readonly swept: boolean;
  readonly expired: number;
  readonly lostAttempts: number;
  readonly requeued: number;
  readonly checked: number;
}
