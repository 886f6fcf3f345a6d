/** What one key may do, where that differs from what all keys may. */
export interface KeyLimits {
  /** Submissions. */
  readonly tasksPerMinute?: number;
  readonly readsPerMinute?: number;
  /** Its tasks that are queued for a worker or running; the rest are held. */
  readonly maxInFlight?: number;
  /** Its share beside that of other keys, which have 1. */
  readonly weight?: number;
}
