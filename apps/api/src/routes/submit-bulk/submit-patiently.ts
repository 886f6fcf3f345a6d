import { setTimeout as pause } from 'node:timers/promises';
import type { ReadyLine, Tried, TryLine } from './try-line.js';

export interface SubmitPatientlyOptions {
  readonly tryLine: TryLine;
  /** How long a line may wait for room. */
  readonly roomMs: number;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

/** Tells what became of each line, in their order. */
export type SubmitPatiently = (lines: readonly ReadyLine[]) => Promise<readonly Tried[]>;

interface Waiting {
  readonly place: number;
  readonly line: ReadyLine;
}

/**
 * Submits the lines of an upload; those without room wait for it. Those that came first are tried first, a few at a time and more as long as there is
 * room, so that however many wait, Redis is asked little.
 */
export const createSubmitPatiently = ({ tryLine, roomMs, signal }: SubmitPatientlyOptions): SubmitPatiently => {
  let earlier: Promise<unknown> = Promise.resolve();

  /** Tries those that wait until there is room for all, or their time is up. */
  const wait = async (waiting: readonly Waiting[], tried: Tried[], untilMs: number): Promise<void> => {
    let left = waiting;
    let atOnce = 1;
    while (left.length > 0 && !signal.aborted && performance.now() < untilMs) {
      const [first] = left as [Waiting];
      const before = tried[first.place];
      if (atOnce === 1 && before?.kind === 'no_room') await pauseUnless(signal, Math.min(before.againInMs, untilMs - performance.now()));
      if (signal.aborted) return;
      const batch = left.slice(0, atOnce);
      const refused = await tryAll(batch, tried);
      left = [...refused, ...left.slice(atOnce)];
      atOnce = refused.length > 0 ? 1 : atOnce * 2;
    }
  };

  const tryAll = async (batch: readonly Waiting[], tried: Tried[]): Promise<readonly Waiting[]> => {
    const outcomes = await Promise.all(batch.map(({ line }) => tryLine(line)));
    return batch.filter(({ place }, index) => {
      const outcome = outcomes[index] as Tried;
      tried[place] = outcome;
      return outcome.kind === 'no_room';
    });
  };

  return async (lines) => {
    const tried: Tried[] = [];
    const waiting = await tryAll(
      lines.map((line, place) => ({ place, line })),
      tried,
    );
    if (waiting.length === 0) return tried;
    const untilMs = performance.now() + roomMs;
    const turn = earlier.then(() => wait(waiting, tried, untilMs));
    earlier = turn;
    await turn;
    return tried;
  };
};

const pauseUnless = async (signal: AbortSignal, ms: number): Promise<void> => {
  // An abort is looked for by whoever waited.
  await pause(Math.max(0, ms), undefined, { signal }).catch(() => {});
};
