import type { Clock } from '@millrace/runtime';
import { StoreFullError, StoreUnavailableError } from '@millrace/store';
import { isShutdown } from './attempt-stop.js';

export interface UntilStoredOptions {
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
  /** Called once per write that could not be made at once. */
  readonly onAway: (error: Error) => void;
}

export interface Bounds {
  /** The task's deadline: from then on the sweeper ends the task, and there is nothing left to write. */
  readonly finishByMs: number;
  /** Its shutdown ends the trying, after one try more. */
  readonly job: AbortSignal;
}

/** Repeats a write until Redis takes it; undefined when the bounds were reached first. */
export type UntilStored = <T>(write: () => Promise<T>, bounds: Bounds) => Promise<T | undefined>;

const longestPauseMs = 1000;

/**
 * A provider's answer is paid for and a task's end is promised, so neither is thrown away because Redis is away or full at
 * that moment. The writes of an attempt are fenced and idempotent, so repeating one that did arrive is harmless.
 */
export const createUntilStored = ({ clock, pause, onAway }: UntilStoredOptions): UntilStored => {
  const isOver = ({ finishByMs, job }: Bounds): boolean => isShutdown(job) || clock() >= finishByMs;

  return async (write, bounds) => {
    for (let tries = 0; ; tries += 1) {
      const stored = await write().then((value) => ({ value }), awayOrThrow);
      if ('value' in stored) return stored.value;
      if (tries === 0) onAway(stored.away);
      if (isOver(bounds)) return undefined;
      await pause(Math.min(longestPauseMs, 50 * 2 ** tries));
    }
  };
};

const awayOrThrow = (error: unknown): { away: Error } => {
  if (error instanceof StoreUnavailableError || error instanceof StoreFullError) return { away: error };
  throw error;
};
