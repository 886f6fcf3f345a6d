import { StoreUnavailableError } from '@millrace/store';
import type { Attempts, FlushOutcome, StopReason } from '@millrace/tasks';
import { createBeat } from './beat.js';
import { dueMs, retryDueMs } from './pace.js';
import type { UntoldAnswer } from './untold-answer.js';

/** An attempt of which those who follow its task are told. */
export interface Telling {
  readonly answer: UntoldAnswer;
  readonly stop: (reason: StopReason) => void;
  followers: number;
  /** When it was last told of. */
  lastMs: number | undefined;
  /** Pending while Redis is being told. */
  inFlight: Promise<void> | undefined;
  /** Open until its end is about to be written; silent when Redis said before that nothing more may or can be told. */
  state: 'open' | 'silent' | 'closed';
}

/** Tells Redis of attempts, each when it is due and as many as are due in one call. */
export interface Teller {
  /** Has what is untold told when it is due. */
  schedule(telling: Telling): void;
  cancel(telling: Telling): void;
  /** Somebody follows from now on: what is untold is told at the pace of that. */
  follow(telling: Telling): Promise<void>;
  /** Tells what is untold now. Throws `StoreUnavailableError`. */
  tellRest(telling: Telling): Promise<void>;
}

export interface TellerOptions {
  readonly flush: Attempts['flush'];
  /** Milliseconds from any fixed point; never goes back. */
  readonly monotonicMs: () => number;
  /** Called for each time Redis did not take what was to be told. */
  readonly onFailure: (error: unknown) => void;
}

export const createTeller = ({ flush, monotonicMs, onFailure }: TellerOptions): Teller => {
  const beat = createBeat<Telling>({ monotonicMs, onDue: (due) => void tell(due).catch(onFailure) });

  const schedule = (telling: Telling): void => {
    if (telling.state === 'open' && telling.answer.untold) beat.set(telling, dueMs(telling, monotonicMs()));
  };

  const tell = async (tellings: readonly Telling[]): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const nowMs = monotonicMs();
    const deltas = tellings.flatMap((telling) => {
      telling.inFlight = promise;
      telling.lastMs = nowMs;
      return telling.answer.next() ?? [];
    });
    try {
      const outcomes = await flush(deltas);
      for (const [place, telling] of tellings.entries()) {
        telling.inFlight = undefined;
        take(telling, outcomes[place]);
        schedule(telling);
      }
    } catch (error) {
      for (const telling of tellings) {
        telling.inFlight = undefined;
        if (telling.state === 'open') beat.set(telling, retryDueMs(nowMs));
      }
      throw error;
    } finally {
      resolve();
    }
  };

  const tellRest = async (telling: Telling): Promise<void> => {
    await telling.inFlight;
    while (telling.state === 'open' && telling.answer.untold) {
      beat.clear(telling);
      await tell([telling]).catch((error: unknown) => {
        if (error instanceof StoreUnavailableError) throw error;
        // Redis is full, or it is a fault of ours: neither may hold up the end of the task.
        telling.state = 'silent';
        onFailure(error);
      });
    }
  };

  const follow = async (telling: Telling): Promise<void> => {
    // What is on its way may have been counted before they came.
    await telling.inFlight;
    telling.followers = Math.max(1, telling.followers);
    schedule(telling);
  };

  return { schedule, cancel: beat.clear, follow, tellRest };
};

const take = (telling: Telling, outcome: FlushOutcome | undefined): void => {
  if (outcome?.kind === 'told') {
    telling.answer.acknowledge();
    telling.followers = outcome.followers;
    return;
  }
  // Once its end was written, which is refused no less, there is nothing to stop.
  if (outcome?.kind === 'fenced' && telling.state === 'open') telling.stop('fenced');
  if (telling.state === 'open') telling.state = 'silent';
};
