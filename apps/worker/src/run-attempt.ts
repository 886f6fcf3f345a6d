import type { JobOutcome, JobReference, PerformTaskJob } from '@millrace/queue';
import type { Attempts, Candidates, OpenTask } from '@millrace/tasks';
import type { AnswerSource } from './answer-source.js';
import { isShutdown } from './attempt-stop.js';
import { createPerformAttempt, type PerformAttemptOptions } from './perform-attempt.js';

export interface RunAttemptOptions extends PerformAttemptOptions {
  readonly attempts: Pick<Attempts, 'load' | 'begin'>;
  /** A text no other pick-up of a job has. */
  readonly newPickUp: () => string;
  /** Where the tasks of a route may be run. */
  readonly candidatesOf: (route: string) => Candidates;
  readonly openSource: (task: OpenTask) => AnswerSource;
}

/** The story of an attempt: an answer that is there already, else begin (or wait), ask, and settle; the record first, then the job. */
export const createRunAttempt = (options: RunAttemptOptions): PerformTaskJob => {
  const { attempts, untilStored, newPickUp, candidatesOf, openSource, renewals, settlement, clock, telemetry } = options;
  const runAttempt = createPerformAttempt(options);

  const runJob = async (reference: JobReference, job: AbortSignal): Promise<JobOutcome> => {
    telemetry.pickedUp(reference);
    const loaded = await attempts.load(reference);
    return loaded.kind === 'over' ? { kind: 'done' } : telemetry.about(loaded.task, () => runTask(loaded.task, job));
  };

  const runTask = async (task: OpenTask, job: AbortSignal): Promise<JobOutcome> => {
    const source = openSource(task);
    try {
      const known = await source.known(job);
      if (known?.kind === 'answer') {
        renewals.took(task.route);
        return await settlement.withAnswer({ task, job }, known.answer, source.digest);
      }
      if (isShutdown(job)) return { kind: 'handed_back' };
      if (known?.kind === 'wait') return { kind: 'later', atMs: clock() + known.waitMs };

      const request = { candidates: candidatesOf(task.route), pickUp: newPickUp(), digest: source.digest, fresh: source.fresh };
      const begun = await untilStored(() => attempts.begin(task, request), { finishByMs: task.finishByMs, job });
      // Either this process ends, or Redis was away until the deadline, which is the sweeper's.
      if (!begun) return { kind: isShutdown(job) ? 'handed_back' : 'done' };
      switch (begun.kind) {
        case 'begun':
          renewals.took(task.route);
          return await runAttempt({ task, attempt: begun.attempt, source, job });
        case 'kept':
          renewals.took(task.route);
          source.found(begun.answer, begun.ttlMs);
          return await settlement.withAnswer({ task, job }, begun.answer, source.digest);
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

  return runJob;
};
