import type { Dryness } from '../limits/provider-status.js';

/** How one route stands. Times by the clock of Redis. */
export interface QueueStatus {
  readonly route: string;
  readonly paused: boolean;
  readonly waiting: number;
  readonly running: number;
  readonly delayed: number;
  readonly scheduled: number;
  readonly held: number;
  /** Ages in ms; absent when there is none. */
  readonly oldestWaitingMs?: number;
  readonly oldestRunningMs?: number;
  /** Tasks that workers took on, over the last minute or so. */
  readonly startedPerMinute: number;
  /** Tokens that models read and wrote, likewise; a call is counted as it ends. */
  readonly inputTokensPerMinute: number;
  readonly outputTokensPerMinute: number;
  readonly workers: number;
  readonly deadLetters: number;
  /** Present while no deployment has room for its tasks. */
  readonly dry?: Dryness;
}
