import type { LlmOutcome } from '@millrace/llm';
import type { JobOutcome } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';
import type { Attempt, OpenTask } from '@millrace/tasks';
import type { AnswerSource } from './answer-source.js';
import { createAttemptStop } from './attempt-stop.js';
import { concludeCall } from './conclude-call.js';
import type { Renewals } from './renewals.js';
import type { RetryPolicy } from './retry-decision.js';
import type { Settlement } from './settle-attempt.js';
import type { AttemptStreams } from './streaming/attempt-streams.js';
import type { Telemetry } from './telemetry.js';
import type { UntilStored } from './until-stored.js';

export interface PerformAttemptOptions {
  readonly renewals: Pick<Renewals, 'keep' | 'took'>;
  readonly streams: AttemptStreams;
  readonly untilStored: UntilStored;
  readonly settlement: Settlement;
  readonly retries: RetryPolicy;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export interface BegunAttempt {
  readonly task: OpenTask;
  readonly attempt: Attempt;
  readonly source: AnswerSource;
  readonly job: AbortSignal;
}

/** An attempt from its begin to its end: ask, renewed and stopped as long as it takes, and write what it concluded. */
export const createPerformAttempt = (options: PerformAttemptOptions): ((begun: BegunAttempt) => Promise<JobOutcome>) => {
  const { renewals, streams, untilStored, settlement, retries, clock, telemetry } = options;

  return async ({ task, attempt, source, job }) => {
    telemetry.attemptBegun(task, attempt);
    const leftMs = untilDeadlineMs(task, attempt);
    const deadlineAtMs = clock() + leftMs;
    const stop = createAttemptStop({ job, deadlineMs: leftMs });
    const release = renewals.keep(attempt, stop.ask);
    const stream = streams.open(attempt, stop.ask);
    try {
      const outcome = stop.signal.aborted ? notAsked : withText(await source.ask(stop.signal, stream.push), stream.text);
      if (outcome.kind === 'succeeded') await untilStored(stream.finish, { finishByMs: task.finishByMs, job });
      stream.close();
      const call = {
        outcome,
        cause: stop.cause,
        deployment: attempt.deployment,
        attemptNumber: attempt.number,
        remainingMs: deadlineAtMs - clock(),
      };
      const working = { task, attempt, job, keep: source.keep, toolCallsCut: stream.toolCallsCut };
      return await settlement.conclude(working, concludeCall(call, retries));
    } finally {
      stream.close();
      release();
      stop.release();
    }
  };
};

/** The process was told to end while the attempt was being booked. */
const notAsked: LlmOutcome = { kind: 'aborted', sent: false, partial: { text: '', usage: null } };

/** A call that goes on for others does not say what had come for the one that left. */
const withText = (outcome: LlmOutcome, text: string): LlmOutcome =>
  outcome.kind === 'aborted' ? { ...outcome, partial: { ...outcome.partial, text: outcome.partial.text || text } } : outcome;

/** From the attempt's begin to the task's deadline. */
const untilDeadlineMs = ({ finishByMs, createdAtMs }: OpenTask, { queuedMs }: Attempt): number => finishByMs - createdAtMs - queuedMs;
