import type { JobOutcome } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';
import type { Attempt, Attempts, Ending, KeptAnswer, OpenTask, SettleOutcome } from '@millrace/tasks';
import { isShutdown } from './attempt-stop.js';
import type { Conclusion } from './conclude-call.js';
import type { Telemetry } from './telemetry.js';
import type { UntilStored } from './until-stored.js';

export interface SettlementOptions {
  readonly attempts: Attempts;
  readonly untilStored: UntilStored;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** A task that this process works on. */
export interface Working {
  readonly task: OpenTask;
  readonly job: AbortSignal;
}

interface WithAttempt extends Working {
  readonly attempt: Attempt;
}

type Retry = Extract<Conclusion, { kind: 'retry' }>;

export interface Settlement {
  /** Writes what an attempt concluded. */
  conclude(working: WithAttempt, conclusion: Conclusion): Promise<JobOutcome>;
  /** Ends a task with an answer that was there already. */
  withAnswer(working: Working, answer: KeptAnswer): Promise<JobOutcome>;
}

const done: JobOutcome = { kind: 'done' };
const handedBack: JobOutcome = { kind: 'handed_back' };

/** The last step of an attempt: the record first, then what becomes of the job. */
export const createSettlement = ({ attempts, untilStored, clock, telemetry }: SettlementOptions): Settlement => {
  /** Nothing could be written: the job goes back if this process ends, and is the sweeper's if the deadline has passed. */
  const unstored = ({ task, job }: Working): JobOutcome => {
    telemetry.writeGivenUp(task);
    return isShutdown(job) ? handedBack : done;
  };
  const bounds = ({ task, job }: Working) => ({ finishByMs: task.finishByMs, job });

  const settle = async (working: WithAttempt, ending: Ending): Promise<JobOutcome> => {
    const { task, attempt } = working;
    const outcome = await untilStored(() => attempts.settle(task, attempt, ending), bounds(working));
    if (!outcome) return unstored(working);
    if (outcome.kind === 'refused') telemetry.attemptEnded(task, attempt, { outcome: 'fenced' });
    else {
      telemetry.attemptEnded(task, attempt, { outcome: ending.state, ...codeOf(ending) });
      telemetry.taskEnded(task, { state: ending.state, ...codeOf(ending), totalMs: outcome.totalMs, cached: false });
    }
    return done;
  };

  const retryLater = async (working: WithAttempt, { code, message, waitMs }: Retry): Promise<JobOutcome> => {
    const { task, attempt } = working;
    const outcome = await untilStored(() => attempts.retryLater(attempt, { code, waitMs }), bounds(working));
    if (!outcome) return unstored(working);
    // Either its deadline comes first, which makes this its last attempt, or the record has moved on, which settling will find.
    if (outcome.kind === 'over') return settle(working, { state: 'failed', code, message });
    telemetry.attemptEnded(task, attempt, { outcome: 'later', code, waitMs: outcome.waitMs });
    return { kind: 'later', atMs: clock() + outcome.waitMs };
  };

  const handBack = async (working: WithAttempt): Promise<JobOutcome> => {
    const stored = await untilStored(() => attempts.handBack(working.attempt).then(() => true), bounds(working));
    if (!stored) return unstored(working);
    telemetry.attemptEnded(working.task, working.attempt, { outcome: 'handed_back' });
    return handedBack;
  };

  return {
    conclude: async (working, conclusion) => {
      switch (conclusion.kind) {
        case 'settle':
          return settle(working, conclusion.ending);
        case 'retry':
          return retryLater(working, conclusion);
        case 'hand_back':
          return handBack(working);
        case 'fenced':
          telemetry.attemptEnded(working.task, working.attempt, { outcome: 'fenced' });
          return done;
      }
    },
    withAnswer: async (working, answer) => {
      const { task } = working;
      const outcome: SettleOutcome | undefined = await untilStored(() => attempts.settleCached(task, answer), bounds(working));
      if (!outcome) return unstored(working);
      if (outcome.kind === 'settled') telemetry.taskEnded(task, { state: 'succeeded', totalMs: outcome.totalMs, cached: true });
      return done;
    },
  };
};

const codeOf = (ending: Ending) => (ending.state === 'succeeded' ? {} : { code: ending.code });
