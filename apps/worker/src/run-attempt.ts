import type { LlmOutcome } from '@millrace/llm';
import type { JobOutcome, JobReference, PerformJob } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';
import type { Attempt, Attempts, OpenTask } from '@millrace/tasks';
import type { AnswerSource } from './answer-source.js';
import { createAttemptStop, isShutdown } from './attempt-stop.js';
import { concludeCall } from './conclude-call.js';
import type { Renewals } from './renewals.js';
import type { RetryPolicy } from './retry-decision.js';
import type { Settlement } from './settle-attempt.js';
import type { Telemetry } from './telemetry.js';
import type { UntilStored } from './until-stored.js';

export interface RunAttemptOptions {
  readonly attempts: Pick<Attempts, 'load' | 'begin'>;
  readonly untilStored: UntilStored;
  /** A text no other pick-up of a job has. */
  readonly newPickUp: () => string;
  /** Name of the deployment that is asked. */
  readonly deployment: string;
  readonly openSource: (task: OpenTask) => AnswerSource;
  readonly renewals: Pick<Renewals, 'keep'>;
  readonly settlement: Settlement;
  readonly retries: RetryPolicy;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** The story of an attempt: an answer that is there already, else begin (or wait), ask, and settle; the record first, then the job. */
export const createRunAttempt = (options: RunAttemptOptions): PerformJob => {
  const { attempts, untilStored, newPickUp, deployment, openSource, renewals, settlement, retries, clock, telemetry } = options;

  const runJob = async (reference: JobReference, job: AbortSignal): Promise<JobOutcome> => {
    const loaded = await attempts.load(reference);
    return loaded.kind === 'over' ? { kind: 'done' } : telemetry.about(loaded.task, () => runTask(loaded.task, job));
  };

  const runTask = async (task: OpenTask, job: AbortSignal): Promise<JobOutcome> => {
    const source = openSource(task);
    try {
      const known = await source.known(job);
      if (known?.kind === 'answer') return await settlement.withAnswer({ task, job }, known.answer);
      if (isShutdown(job)) return { kind: 'handed_back' };
      if (known?.kind === 'wait') return { kind: 'later', atMs: clock() + known.waitMs };

      const request = { deployment, pickUp: newPickUp(), digest: source.digest };
      const begun = await untilStored(() => attempts.begin(task, request), { finishByMs: task.finishByMs, job });
      // Either this process ends, or Redis was away until the deadline, which is the sweeper's.
      if (!begun) return { kind: isShutdown(job) ? 'handed_back' : 'done' };
      switch (begun.kind) {
        case 'begun':
          return await runAttempt(task, begun.attempt, source, job);
        case 'kept':
          source.found(begun.answer, begun.ttlMs);
          return await settlement.withAnswer({ task, job }, begun.answer);
        case 'wait':
          return { kind: 'later', atMs: clock() + begun.waitMs };
        case 'ended':
          telemetry.taskEnded(task, { state: begun.state, code: begun.code, cached: false });
          return { kind: 'done' };
        case 'over':
          return { kind: 'done' };
      }
    } finally {
      source.leave();
    }
  };

  const runAttempt = async (task: OpenTask, attempt: Attempt, source: AnswerSource, job: AbortSignal): Promise<JobOutcome> => {
    telemetry.attemptBegun(task, attempt);
    const leftMs = untilDeadlineMs(task, attempt);
    const deadlineAtMs = clock() + leftMs;
    const stop = createAttemptStop({ job, deadlineMs: leftMs });
    const release = renewals.keep(attempt, stop.ask);
    try {
      const outcome = stop.signal.aborted ? notAsked : await source.ask(stop.signal);
      const call = { outcome, cause: stop.cause, deployment, attemptNumber: attempt.number, remainingMs: deadlineAtMs - clock() };
      return await settlement.conclude({ task, attempt, job }, concludeCall(call, retries));
    } finally {
      release();
      stop.release();
    }
  };

  return runJob;
};

/** The process was told to end while the attempt was being booked. */
const notAsked: LlmOutcome = { kind: 'aborted', partial: { text: '', usage: null } };

/** From the attempt's begin to the task's deadline. */
const untilDeadlineMs = ({ finishByMs, createdAtMs }: OpenTask, { queuedMs }: Attempt): number => finishByMs - createdAtMs - queuedMs;
