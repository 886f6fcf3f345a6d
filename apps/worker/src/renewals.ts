import type { TokenUsage } from '@millrace/contracts';
import type { Service } from '@millrace/runtime';
import { type Attempt, type Attempts, noWork, type RouteWork, type StopReason } from '@millrace/tasks';

export interface Renewals extends Service {
  /** Renews the attempt until the function returned is called; `stop` learns when it has to end. */
  keep(attempt: Attempt, stop: (reason: StopReason) => void): () => void;
  /** Stops an attempt now that would only learn it from its next renewal; nothing happens if it is not, or no longer, run here. */
  interrupt(attempt: Pick<Attempt, 'taskId' | 'fence'>, reason: StopReason): void;
  /** Counts a task of this route as taken on, for the throughput that the next renewal reports. */
  took(route: string): void;
  /** Counts the tokens of a call for this route, likewise. */
  used(route: string, usage: Pick<TokenUsage, 'inputTokens' | 'outputTokens'>): void;
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
  let done = new Map<string, RouteWork>();
  let timer: NodeJS.Timeout | undefined;
  let renewing: Promise<void> | undefined;

  const count = (route: string, more: Partial<RouteWork>): void => void done.set(route, sumOf(done.get(route) ?? noWork, more));

  const renewAll = async (): Promise<void> => {
    const asked = [...running.values()];
    const told = done;
    done = new Map();
    try {
      const stops = await renew(
        asked.map(({ attempt }) => attempt),
        told,
      );
      onAnswer();
      for (const { attempt, stop } of asked) {
        const reason = stops.get(attempt.taskId);
        // What is said of an attempt is not said of a newer one of the same task that began here meanwhile.
        if (reason && running.get(attempt.taskId)?.attempt === attempt) stop(reason);
      }
    } catch (error) {
      for (const [route, work] of told) count(route, work);
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
    interrupt: ({ taskId, fence }, reason) => {
      const known = running.get(taskId);
      if (known?.attempt.fence === fence) known.stop(reason);
    },
    took: (route) => count(route, { tasks: 1 }),
    used: (route, { inputTokens, outputTokens }) => count(route, { inputTokens, outputTokens }),
    get size() {
      return running.size;
    },
  };
};

const sumOf = (work: RouteWork, { tasks = 0, inputTokens = 0, outputTokens = 0 }: Partial<RouteWork>): RouteWork => ({
  tasks: work.tasks + tasks,
  inputTokens: work.inputTokens + inputTokens,
  outputTokens: work.outputTokens + outputTokens,
});
