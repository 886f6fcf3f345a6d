import type { Service } from '@millrace/runtime';
import type { Attempt, Attempts, StopReason } from '@millrace/tasks';

export interface Renewals extends Service {
  /** Renews the attempt until the function returned is called; `stop` learns when it has to end. */
  keep(attempt: Attempt, stop: (reason: StopReason) => void): () => void;
  /** How many attempts are being renewed. */
  readonly size: number;
}

export interface RenewalsOptions {
  readonly renew: Attempts['renew'];
  readonly everyMs?: number;
  readonly onAnswer: () => void;
  /** Called for each renewal that failed; leases outlast several. */
  readonly onFailure: (error: unknown) => void;
}

interface Running {
  readonly attempt: Attempt;
  readonly stop: (reason: StopReason) => void;
}

/**
 * One renewal a second for all running attempts of this process, which is also its sign of life and how it learns that an
 * attempt was cancelled, has expired or belongs to another worker by now.
 */
export const createRenewals = ({ renew, everyMs = 1000, onAnswer, onFailure }: RenewalsOptions): Renewals => {
  const running = new Map<string, Running>();
  let timer: NodeJS.Timeout | undefined;
  let renewing: Promise<void> | undefined;

  const renewAll = async (): Promise<void> => {
    const asked = [...running.values()];
    try {
      const stops = await renew(asked.map(({ attempt }) => attempt));
      onAnswer();
      for (const { attempt, stop } of asked) {
        const reason = stops.get(attempt.taskId);
        // What is said of an attempt is not said of a newer one of the same task that began here meanwhile.
        if (reason && running.get(attempt.taskId)?.attempt === attempt) stop(reason);
      }
    } catch (error) {
      onFailure(error);
    }
  };
  const tick = (): void => {
    renewing ??= renewAll().finally(() => {
      renewing = undefined;
    });
  };

  return {
    name: 'renewals',
    start: async () => {
      timer ??= setInterval(tick, everyMs);
      tick();
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      await renewing;
    },
    keep: (attempt, stop) => {
      running.get(attempt.taskId)?.stop('fenced');
      running.set(attempt.taskId, { attempt, stop });
      return () => {
        if (running.get(attempt.taskId)?.attempt === attempt) running.delete(attempt.taskId);
      };
    },
    get size() {
      return running.size;
    },
  };
};
