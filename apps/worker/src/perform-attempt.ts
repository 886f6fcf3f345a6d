import type { LlmOutcome } from '@millrace/llm';
import { type Clock, estimateInputTokens, estimateTokens } from '@millrace/runtime';
import type { Attempt, OpenTask } from '@millrace/tasks';
import type { AnswerSource } from './answer-source.js';
import { type AttemptStop, createAttemptStop } from './attempt-stop.js';
import { besideOf } from './beside.js';
import { concludeCall } from './conclude-call.js';
import type { Renewals } from './renewals.js';
import { reportOfCall } from './report-of-call.js';
import type { RetryPolicy } from './retry-decision.js';
import type { Serving } from './serving.js';
import type { Concluded, Settlement } from './settle-attempt.js';
import type { AttemptStreams } from './streaming/attempt-streams.js';
import type { Telemetry } from './telemetry.js';
import type { UntilStored } from './until-stored.js';
import { waitForRoom } from './wait-for-room.js';

export interface PerformAttemptOptions {
  readonly renewals: Pick<Renewals, 'keep' | 'took'>;
  readonly streams: AttemptStreams;
  readonly untilStored: UntilStored;
  readonly settlement: Settlement;
  readonly retries: RetryPolicy;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export interface BegunAttempt {
  readonly task: OpenTask;
  readonly attempt: Attempt;
  readonly source: AnswerSource;
  readonly serving: Serving;
  /** Asks how long an attempt that waits for room still has to; see `waitForRoom`. */
  readonly confirm: () => Promise<number | undefined>;
  readonly job: AbortSignal;
}

/** An attempt from its begin to its end: wait for its room, ask, renewed and stopped as long as it takes, and write what it concluded. */
export const createPerformAttempt = (options: PerformAttemptOptions): ((begun: BegunAttempt) => Promise<Concluded>) => {
  const { renewals, streams, untilStored, settlement, retries, clock, telemetry } = options;

  return async (begun) => {
    const { task, attempt, source, serving, job } = begun;
    telemetry.attemptBegun(task, attempt);
    const leftMs = untilDeadlineMs(task, attempt);
    const deadlineAtMs = clock() + leftMs;
    const stop = createAttemptStop({ job, deadlineMs: leftMs });
    const release = renewals.keep(attempt, stop.ask);
    const stream = streams.open(attempt, stop.ask);
    try {
      const deployment = serving.deployment(attempt.deployment);
      const refusal = await refusalOf(begun, stop, options);
      const asked = refusal === undefined && deployment !== undefined;
      const outcome = asked ? withText(await source.ask(deployment, stop.signal, stream.push), stream.text, task) : notAsked;
      if (outcome.kind === 'succeeded') await untilStored(stream.finish, { finishByMs: task.finishByMs, job });
      stream.close();
      const working = {
        task,
        attempt,
        job,
        keep: source.keep,
        toolCallsCut: stream.toolCallsCut,
        call: reportOfCall({ outcome, deployment }),
      };
      const call = {
        outcome,
        cause: stop.cause,
        longer: refusal === 'longer',
        deployment: attempt.deployment,
        beside: besideOf(serving.deployments, attempt.deployment),
        attemptNumber: attempt.number,
        remainingMs: deadlineAtMs - clock(),
      };
      return await settlement.conclude(working, concludeCall(call, retries));
    } finally {
      stream.close();
      release();
      stop.release();
    }
  };
};

/** Why the model is not asked, if it is not: the process was told to end while the attempt was being booked, or it may not go on, or not yet. */
const refusalOf = async (
  { attempt, confirm }: BegunAttempt,
  stop: AttemptStop,
  { pause, telemetry, clock }: PerformAttemptOptions,
): Promise<'stopped' | 'longer' | undefined> => {
  const sinceMs = clock();
  const room = await waitForRoom({ attempt, confirm, pause, stop: stop.signal });
  if (attempt.startInMs > 0) telemetry.roomAwaited(attempt, clock() - sinceMs);
  if (room === 'lost') stop.ask('fenced');
  if (room === 'room') return undefined;
  return room === 'longer' ? 'longer' : 'stopped';
};

const notAsked: LlmOutcome = { kind: 'aborted', sent: false, partial: { text: '', usage: null } };

/** A call that goes on for others does not say what had come for the one that left, nor what it used. */
const withText = (outcome: LlmOutcome, text: string, { payload }: OpenTask): LlmOutcome => {
  if (outcome.kind !== 'aborted' || !outcome.sent) return outcome;
  const { usage, estimatedUsage } = outcome.partial;
  const come = outcome.partial.text || text;
  if (usage || estimatedUsage) return { ...outcome, partial: { ...outcome.partial, text: come } };
  const [inputTokens, outputTokens] = [estimateInputTokens(payload), estimateTokens(come)];
  return {
    ...outcome,
    partial: { text: come, usage, estimatedUsage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens } },
  };
};

/** From the attempt's begin to the task's deadline. */
const untilDeadlineMs = ({ finishByMs, createdAtMs }: OpenTask, { queuedMs }: Attempt): number => finishByMs - createdAtMs - queuedMs;
