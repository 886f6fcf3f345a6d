import type { DeadLetter, DeadLetterList, QueueView, Redrive, RedriveOutcome } from '@millrace/contracts';
import type { SignalOptions } from '../signal-options.js';

export interface DeadLetterSearch {
  /** Only tasks that failed with this code. */
  readonly code?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One queue for each route; needs the scope `admin`. All calls may be repeated. */
export interface Queues {
  list(options?: SignalOptions): Promise<readonly QueueView[]>;
  get(route: string, options?: SignalOptions): Promise<QueueView>;
  /** Workers take nothing more from it; what runs goes on. */
  pause(route: string, options?: SignalOptions): Promise<QueueView>;
  resume(route: string, options?: SignalOptions): Promise<QueueView>;
  /** Tasks that ended `failed`, newest first; pages are asked for as they are needed. */
  deadLetters(route: string, query?: DeadLetterSearch, options?: SignalOptions): AsyncGenerator<DeadLetter, void, undefined>;
  deadLettersPage(route: string, query?: DeadLetterSearch, options?: SignalOptions): Promise<DeadLetterList>;
  /** Runs them again as new tasks; what was run again before leads to the same task. */
  redrive(route: string, which?: Redrive, options?: SignalOptions): Promise<RedriveOutcome>;
}
