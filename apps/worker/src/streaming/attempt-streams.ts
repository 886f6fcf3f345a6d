import type { OnDelta } from '@millrace/llm';
import type { Attempt, StopReason } from '@millrace/tasks';
import { createTeller, type TellerOptions, type Telling } from './teller.js';
import { createUntoldAnswer } from './untold-answer.js';

/** What one attempt tells those who follow its task, as it comes. */
export interface AttemptStream {
  readonly push: OnDelta;
  /** All text that has come. */
  readonly text: string;
  /**
   * Before a success is settled: tells the rest of tool calls that were told in part, since the end of a task tells either all of
   * them or none. Throws `StoreUnavailableError`; may be repeated.
   */
  finish(): Promise<void>;
  /** Whether tool calls were told in part and the rest was not. */
  readonly toolCallsCut: boolean;
  /** Tells no more; what is untold is told by the end of the task. Always called before that is written. */
  close(): void;
}

export interface AttemptStreams {
  /** `stop` is called when a piece is refused because another attempt owns the task. */
  open(attempt: Attempt, stop: (reason: StopReason) => void): AttemptStream;
  /** Somebody has begun to follow this task; nothing happens if it is not, or no longer, run here. */
  followed(taskId: string): void;
}

/**
 * Tells what comes of answers, all attempts of this process on one timer. No attempt waits for that or fails with it: the record says
 * how much was told, and the end of a task tells the rest. So while Redis is away nothing is lost but the liveness.
 */
export const createAttemptStreams = (options: TellerOptions): AttemptStreams => {
  const teller = createTeller(options);
  const running = new Map<string, Telling>();
  return {
    followed: (taskId) => {
      const telling = running.get(taskId);
      if (telling) void teller.follow(telling);
    },
    open: (attempt, stop) => {
      const answer = createUntoldAnswer(attempt);
      const { followers } = attempt;
      const telling: Telling = { answer, stop, followers, lastMs: undefined, inFlight: undefined, state: 'open' };
      running.set(attempt.taskId, telling);
      return {
        push: (piece) => {
          if (telling.state === 'closed') return;
          const wasUntold = answer.untold;
          answer.add(piece);
          if (!wasUntold) teller.schedule(telling);
        },
        get text() {
          return answer.text;
        },
        get toolCallsCut() {
          return answer.toolCallsCut;
        },
        finish: async () => {
          if (answer.toldToolCalls) await teller.tellRest(telling);
        },
        close: () => {
          telling.state = 'closed';
          teller.cancel(telling);
          // A newer attempt of the same task may have begun here.
          if (running.get(attempt.taskId) === telling) running.delete(attempt.taskId);
        },
      };
    },
  };
};
