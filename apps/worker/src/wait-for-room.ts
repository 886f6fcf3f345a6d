import type { Attempt } from '@millrace/tasks';

export interface WaitForRoomOptions {
  readonly attempt: Pick<Attempt, 'startInMs'>;
  /** Asks how long the attempt still has to wait: undefined = it may not go on, it is another one's, or its task has ended. */
  readonly confirm: () => Promise<number | undefined>;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly stop: AbortSignal;
}

/** `longer`: the provider wants quiet for longer than an attempt waits in place. `stopped`: its own signal says why. `lost`: it may not go on. */
export type RoomOutcome = 'room' | 'longer' | 'stopped' | 'lost';

/** As far ahead as `begin` reserves. */
const longestInPlaceMs = 2_000;

/**
 * Waits until the room that was reserved for an attempt is there. Whoever waited asks again before the call: in these two seconds another call may have been told to come
 * back later, and none is to come early.
 */
export const waitForRoom = async ({ attempt, confirm, pause, stop }: WaitForRoomOptions): Promise<RoomOutcome> => {
  for (let leftMs = attempt.startInMs; leftMs > 0; ) {
    if (leftMs > longestInPlaceMs) return 'longer';
    await pause(leftMs, stop);
    if (stop.aborted) return 'stopped';
    const asked = await confirm();
    if (asked === undefined) return stop.aborted ? 'stopped' : 'lost';
    leftMs = asked;
  }
  return stop.aborted ? 'stopped' : 'room';
};
