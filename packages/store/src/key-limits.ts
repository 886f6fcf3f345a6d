/** What one key may do, where that differs from what all keys may. */
export interface KeyLimits {
  /** Submissions. */
  readonly tasksPerMinute?: number;
  readonly readsPerMinute?: number;
  /** Its tasks that are queued for a worker or running; the rest are held. */
  readonly maxInFlight?: number;
  /** Its share beside that of other keys, which have 1. */
  readonly weight?: number;
  readonly budget?: KeyBudget;
}

/** What a key may spend in a UTC day or month, in whole nano-dollars. */
export interface KeyBudget {
  readonly dailyNano?: number;
  readonly monthlyNano?: number;
  /** What becomes of new tasks once it is used up: they wait, or are refused. */
  readonly onExhausted: 'hold' | 'refuse';
}
