import type { FailureCode, FinalState } from '@millrace/contracts';
import type { JobOutcome } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';
import type { Attempt, Attempts, CallReport, Ending, Keeping, KeptAnswer, OpenTask, ProviderChange } from '@millrace/tasks';
import type { AnswerCache } from './answer-cache.js';
import { isShutdown } from './attempt-stop.js';
import type { Conclusion } from './conclude-call.js';
import { isWorthKeeping } from './is-worth-keeping.js';
import type { Renewals } from './renewals.js';
import type { Telemetry } from './telemetry.js';
import type { Bounds, UntilStored } from './until-stored.js';

export interface SettlementOptions {
  readonly attempts: Attempts;
  readonly cache: Pick<AnswerCache, 'hold'>;
  readonly renewals: Pick<Renewals, 'used'>;
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
  /** Where its answer may be kept for identical tasks. */
  readonly keep?: Keeping | undefined;
  /** Its tool calls were told in part, and the rest was not. */
  readonly toolCallsCut: boolean;
  /** What its call means for limits and books. */
  readonly call: CallReport;
}

type Retry = Extract<Conclusion, { kind: 'retry' }>;
type Unused = Extract<Conclusion, { kind: 'hand_back' | 'no_room' }>;

/** What becomes of the job, or that its task is to begin again at once, in the same hands. */
export type Concluded = JobOutcome | { readonly kind: 'again' };

export interface Settlement {
  /** Writes what an attempt concluded. */
  conclude(working: WithAttempt, conclusion: Conclusion): Promise<Concluded>;
  /** Ends a task with an answer that was there already, kept or shared under the digest. */
  withAnswer(working: Working, answer: KeptAnswer, digest: string | undefined): Promise<JobOutcome>;
}

const done: JobOutcome = { kind: 'done' };
const handedBack: JobOutcome = { kind: 'handed_back' };
const again: Concluded = { kind: 'again' };

/** The last step of an attempt: the record first, then what becomes of the job. */
export const createSettlement = (options: SettlementOptions): Settlement => {
  const { attempts, untilStored, clock, telemetry } = options;
  const settle = createSettle(options);

  const booked = ({ task, attempt, call }: WithAttempt, changes: readonly ProviderChange[]): void => {
    telemetry.providersChanged(changes, attempt);
    telemetry.callBooked(task, attempt, call);
  };

  const retry = async (working: WithAttempt, { waitMs, elsewhere, otherwise }: Retry): Promise<Concluded> => {
    const { task, attempt, call } = working;
    const { code } = otherwise;
    const outcome = await untilStored(() => attempts.retryLater(attempt, { code, waitMs, call }), boundsOf(working));
    if (!outcome) return unstored(working, telemetry);
    if (outcome.kind === 'over') return settle(working, otherwise);
    booked(working, outcome.changes);
    telemetry.attemptEnded(task, attempt, { outcome: 'later', code, waitMs: outcome.waitMs });
    return elsewhere ? again : { kind: 'later', atMs: clock() + outcome.waitMs };
  };

  const giveBack = async (working: WithAttempt, { kind, otherwise }: Unused): Promise<Concluded> => {
    const { task, attempt, call } = working;
    const why = kind === 'no_room' ? { code: otherwise.code } : {};
    const outcome = await untilStored(() => attempts.handBack(attempt, { ...why, call }), boundsOf(working));
    if (!outcome) return unstored(working, telemetry);
    if (outcome.kind === 'over') return settle(working, otherwise);
    booked(working, outcome.changes);
    telemetry.attemptEnded(task, attempt, { outcome: 'handed_back', ...why });
    return kind === 'no_room' ? again : handedBack;
  };

  return {
    conclude: async (working, conclusion) => {
      switch (conclusion.kind) {
        case 'settle':
          return settle(working, conclusion.ending);
        case 'retry':
          return retry(working, conclusion);
        case 'no_room':
        case 'hand_back':
          return giveBack(working, conclusion);
        case 'fenced':
          telemetry.attemptEnded(working.task, working.attempt, { outcome: 'fenced' });
          return done;
      }
    },
    withAnswer: async (working, answer, digest) => {
      const { task } = working;
      const outcome = await untilStored(() => attempts.settleCached(task, answer, digest), boundsOf(working));
      if (!outcome) return unstored(working, telemetry);
      if (outcome.kind === 'refused') return done;
      const { state, totalMs } = outcome;
      telemetry.taskEnded(task, { state, ...(state === 'cancelled' && { code: state }), totalMs, cached: state === 'succeeded' });
      return done;
    },
  };
};

const createSettle = ({ attempts, cache, renewals, untilStored, telemetry }: SettlementOptions) => {
  const hold = (ending: Ending): void => {
    if (ending.state !== 'succeeded' || !ending.keep) return;
    const { result, usage, keep } = ending;
    cache.hold(keep.digest, { result, usage }, keep.ttlSeconds * 1000);
  };

  return async (working: WithAttempt, conclusion: Ending): Promise<JobOutcome> => {
    const { task, attempt, call } = working;
    const ending = completed(conclusion, working);
    // They were spent, whether or not the end can be written.
    if (ending.usage) renewals.used(task.route, ending.usage);
    const outcome = await untilStored(() => attempts.settle(task, attempt, ending, call), boundsOf(working));
    if (!outcome) return unstored(working, telemetry);
    if (outcome.kind === 'refused') {
      telemetry.attemptEnded(task, attempt, { outcome: 'fenced' });
      return done;
    }
    const { state, totalMs, changes } = outcome;
    telemetry.providersChanged(changes, attempt);
    telemetry.callBooked(task, attempt, call);
    if (state === 'succeeded') hold(ending);
    const code = codeOf(ending, state);
    telemetry.attemptEnded(task, attempt, { outcome: state, ...code });
    telemetry.taskEnded(task, { state, ...code, totalMs, cached: false });
    return done;
  };
};

/** Nothing could be written: the job goes back if this process ends, and is the sweeper's if the deadline has passed. */
const unstored = ({ task, job }: Working, telemetry: Telemetry): JobOutcome => {
  telemetry.writeGivenUp(task);
  return isShutdown(job) ? handedBack : done;
};

const boundsOf = ({ task, job }: Working): Bounds => ({ finishByMs: task.finishByMs, job });

/** A success with where the answer is kept, if it is worth that, and with what could not be told of it. */
const completed = (ending: Ending, { keep, toolCallsCut }: WithAttempt): Ending =>
  ending.state === 'succeeded' ? { ...ending, toolCallsCut, ...(keep && isWorthKeeping(ending) && { keep }) } : ending;

const codeOf = (ending: Ending, state: FinalState): { code?: FailureCode } => {
  if (state === 'cancelled') return { code: 'cancelled' };
  return ending.state === 'succeeded' ? {} : { code: ending.code };
};
