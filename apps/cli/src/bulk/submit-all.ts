import { type BulkOutcome, type Millrace, MillraceConnectionError, MillraceError, type TaskSubmission } from '@millrace/sdk';
import { type Candidate, type CandidatesOptions, candidatesIn } from './candidates-in.js';
import { firstUnknown } from './first-unknown.js';
import { pause } from './pause.js';

export interface SubmitAllOptions extends CandidatesOptions {
  readonly millrace: Millrace;
  /** Most lines that are uploaded in one request. */
  readonly linesPerUpload: number;
  /** Called with each new task; submitting goes on once it resolves. */
  readonly onTask: (line: number, id: string, customId: string | undefined) => Promise<void>;
  /** Called when nothing more gets in for now. */
  readonly onWait: (message: string) => void;
  readonly signal: AbortSignal;
}

interface Obstacle {
  readonly message: string;
  readonly afterMs: number;
}

const defaultWaitMs = 2000;
const longestWaitMs = 30_000;

/** Nobody of this key gets in, so no line will. */
const concernsAll = ({ status }: MillraceError): boolean => status === 401 || status === 403;

const obstacleOf = (error: unknown): Obstacle => {
  const mayPass = error instanceof MillraceConnectionError || (error instanceof MillraceError && error.retryable && !concernsAll(error));
  if (!mayPass) throw error;
  return { message: error.message, afterMs: error.retryAfterMs ?? defaultWaitMs };
};

/** Writes down what became of a line. Gives back what it has to wait for, if it may still be taken. */
const settle = async (
  { job, onTask }: SubmitAllOptions,
  { line, customId }: Candidate,
  { id, problem }: BulkOutcome,
): Promise<Obstacle | undefined> => {
  if (id !== undefined) {
    if (job.isKnown(line)) return undefined;
    job.submitted([{ line, id, ...(customId !== undefined && { custom_id: customId }) }]);
    await onTask(line, id, customId);
    return undefined;
  }
  if (problem?.retryable) return { message: problem.detail, afterMs: defaultWaitMs };
  const error = { code: problem?.code ?? 'refused', message: problem?.detail ?? 'the line was refused' };
  job.finish({ line, status: 'refused', custom_id: customId, error });
  return undefined;
};

/** Hands in the lines from that place on, until one has to wait. What is settled is always all up to some line: the next run begins after it. */
const submitFrom = async (options: SubmitAllOptions, from: number): Promise<Obstacle | undefined> => {
  const { millrace, job, linesPerUpload, signal } = options;
  const asked = new Map<number, Candidate>();
  const submissions = async function* (): AsyncGenerator<TaskSubmission, void, undefined> {
    for await (const candidate of candidatesIn(options)) {
      if (candidate.place >= from) asked.set(candidate.place, candidate);
      yield candidate.submission;
    }
  };
  const outcomes = millrace.tasks.bulk(submissions(), { idempotencyKey: job.idempotencyKey, linesPerUpload, from, signal });
  for await (const outcome of outcomes) {
    const candidate = asked.get(outcome.line);
    asked.delete(outcome.line);
    const obstacle = candidate && (await settle(options, candidate, outcome));
    if (obstacle) return obstacle;
  }
  return undefined;
};

/** Hands in every line that was not handed in yet, in the order of the file; while there is no room it waits, for as long as it takes. */
export const submitAll = async (options: SubmitAllOptions): Promise<void> => {
  const { onWait, signal } = options;
  for (let from = await firstUnknown(options); from !== undefined; from = await firstUnknown(options)) {
    let obstacle: Obstacle | undefined;
    try {
      obstacle = await submitFrom(options, from);
    } catch (error) {
      signal.throwIfAborted();
      obstacle = obstacleOf(error);
    }
    if (!obstacle) continue;
    onWait(obstacle.message);
    await pause(Math.max(500, Math.min(obstacle.afterMs, longestWaitMs)), signal);
  }
};
