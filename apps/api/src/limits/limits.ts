import type { Operation } from '@millrace/contracts';
import type { Limiter } from './leased-limiter.js';

/** Every limiter of the api but the one on tasks, which is part of storing them. */
export interface Limits {
  /** Per address, over everything. */
  readonly address: Limiter;
  /** Wrong keys per address. */
  readonly authFailures: Limiter;
  /** Attempts to log in per address. */
  readonly login: Limiter;
  /** Per key. */
  readonly reads: Limiter;
  /** Per key, for those that have a limit of their own: so many a minute. */
  readonly readsPerMinute: (limit: number) => Limiter;
  /** Per key, for the operations that have a policy of their own. */
  readonly ofOperation: (operation: Operation) => Limiter | undefined;
}
