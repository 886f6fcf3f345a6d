import type { JobOutcome, JobReference, PerformTaskJob } from '@millrace/queue';
import type { Attempt, Attempts, BeginRequest, OpenTask } from '@millrace/tasks';
import type { AnswerSource } from './answer-source.js';
import { isShutdown } from './attempt-stop.js';
import { createPerformAttempt, type PerformAttemptOptions } from './perform-attempt.js';
import type { Hand } from './room-gate.js';
import type { Serving } from './serving.js';
import type { Concluded } from './settle-attempt.js';

export interface RunAttemptOptions extends PerformAttemptOptions {
  readonly attempts: Pick<Attempts, 'load' | 'begin'>;
  /** A text no other pick-up of a job has. */
  readonly newPickUp: () => string;
  /** Who serves a route now; undefined = it is not configured here any more. */
  readonly servingOf: (route: string) => Serving | undefined;
  /** Takes a job of a route into its hands; see `createRoomGate`. */
  readonly take: (route: string) => Hand;
  readonly openSource: (task: OpenTask) => AnswerSource;
}

/** A task that this process has in its hands. */
interface InHand {
  readonly task: OpenTask;
  readonly source: AnswerSource;
  readonly hand: Hand;
  readonly job: AbortSignal;
}

/** The story of a task in a worker: an answer that is there already, else begin (or wait), ask, and settle; the record first, then the job. A fallback is another begin. */
export const createRunAttempt = (options: RunAttemptOptions): PerformTaskJob => {
  const { attempts, openSource, renewals, settlement, take, telemetry } = options;
  const beginAndAsk = createBeginAndAsk(options);

  const runJob = async (reference: JobReference, job: AbortSignal): Promise<JobOutcome> => {
    telemetry.pickedUp(reference);
    const loaded = await attempts.load(reference);
    return loaded.kind === 'over' ? { kind: 'done' } : telemetry.about(loaded.task, () => runTask(loaded.task, job));
  };

  const runTask = async (task: OpenTask, job: AbortSignal): Promise<JobOutcome> => {
    const source = openSource(task);
    const hand = take(task.route);
    try {
      const known = await source.known(job);
      if (known) {
        renewals.took(task.route);
        return await settlement.withAnswer({ task, job }, known, source.digest);
      }
      for (;;) {
        if (isShutdown(job)) return { kind: 'handed_back' };
        hand.beginning();
        const concluded = await beginAndAsk({ task, source, hand, job });
        if (concluded.kind !== 'again') return concluded;
      }
    } finally {
      hand.done();
      source.leave();
    }
  };

  return runJob;
};

const createBeginAndAsk = (options: RunAttemptOptions): ((inHand: InHand) => Promise<Concluded>) => {
  const { attempts, untilStored, newPickUp, servingOf, renewals, settlement, clock, telemetry } = options;
  const performAttempt = createPerformAttempt(options);

  const perform = async ({ task, source, job }: InHand, attempt: Attempt, serving: Serving, request: BeginRequest) => {
    const confirm = async (): Promise<number | undefined> => {
      const again = await untilStored(() => attempts.begin(task, request), { finishByMs: task.finishByMs, job });
      return again?.kind === 'begun' && again.attempt.fence === attempt.fence ? again.attempt.startInMs : undefined;
    };
    return performAttempt({ task, attempt, source, serving, confirm, job });
  };

  return async (inHand) => {
    const { task, source, hand, job } = inHand;
    const serving = servingOf(task.route);
    if (!serving) return { kind: 'later', atMs: clock() + unservedMs };
    const request = { candidates: serving.candidates, pickUp: newPickUp(), digest: source.digest, fresh: source.fresh };
    const begun = await untilStored(() => attempts.begin(task, request), { finishByMs: task.finishByMs, job });
    // Either this process ends, or Redis was away until the deadline, which is the sweeper's.
    if (!begun) return { kind: isShutdown(job) ? 'handed_back' : 'done' };
    switch (begun.kind) {
      case 'begun':
        hand.began(begun.attempt.startInMs);
        renewals.took(task.route);
        return perform(inHand, begun.attempt, serving, request);
      case 'kept':
        renewals.took(task.route);
        source.found(begun.answer, begun.ttlMs);
        return settlement.withAnswer({ task, job }, begun.answer, source.digest);
      case 'wait':
        if (begun.scope === 'task') return { kind: 'later', atMs: clock() + begun.waitMs };
        return { kind: (await hand.refused(begun.waitMs, job)) === 'again' ? 'again' : 'handed_back' };
      case 'ended':
        telemetry.taskEnded(task, { state: begun.state, code: begun.code, cached: false });
        return { kind: 'done' };
      case 'over':
        return { kind: 'done' };
    }
  };
};

/** A task whose route has no deployment here waits for a worker that has one. */
const unservedMs = 5_000;
