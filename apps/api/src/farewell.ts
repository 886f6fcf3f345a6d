import { setTimeout as pause } from 'node:timers/promises';

/** The two steps of an api's end, both told to whoever listens. */
export interface Farewell {
  /** Fires first: readiness goes, answers end their connections, and everything is still served. */
  readonly leaving: AbortSignal;
  /** Fires when the door is about to close: waits are answered with what is known. */
  readonly stopping: AbortSignal;
  /** Takes both steps; resolves when the door may close. */
  say(): Promise<void>;
}

export interface FarewellOptions {
  /** Between the steps. */
  readonly delayMs: number;
}

/** Says that this instance goes before it does, so that a load balancer can send callers elsewhere in time. */
export const createFarewell = ({ delayMs }: FarewellOptions): Farewell => {
  const leaving = new AbortController();
  const stopping = new AbortController();
  return {
    leaving: leaving.signal,
    stopping: stopping.signal,
    say: async () => {
      leaving.abort();
      if (delayMs > 0) await pause(delayMs);
      stopping.abort();
    },
  };
};
