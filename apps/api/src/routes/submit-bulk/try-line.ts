import type { BulkOutcome } from '@millrace/contracts';
import type { SubmitRequest, SubmitTask } from '@millrace/tasks';
import type { HttpProblem } from '../../http/http-problem.js';
import type { LimitName } from '../../telemetry.js';
import { refusalOf } from '../submission/refusal-of.js';

/** A task that is ready to be submitted, under an id chosen for it, so that trying again cannot store it twice. */
export interface ReadyLine {
  readonly number: number;
  readonly request: SubmitRequest;
}

/** What a try came to: what is told of the line, or that there is no room for now. */
export type Tried =
  | { readonly kind: 'settled'; readonly outcome: BulkOutcome }
  | { readonly kind: 'refused'; readonly problem: HttpProblem; readonly limit?: LimitName }
  | { readonly kind: 'no_room'; readonly problem: HttpProblem; readonly limit?: LimitName; readonly againInMs: number };

export interface TryLineOptions {
  readonly submit: SubmitTask;
  readonly onStored: (route: string) => void;
  /** The problem of what was thrown. */
  readonly problemOf: (error: unknown) => HttpProblem;
}

export type TryLine = (line: ReadyLine) => Promise<Tried>;

/** Redis is asked no more often than this, whoever waits for it. */
const shortestPauseMs = 250;
const pausesMs = { queue_full: 500, memory_full: 1000, away: 1000 };

/** Submits one line once. */
export const createTryLine = ({ submit, onStored, problemOf }: TryLineOptions): TryLine => {
  const failure = (error: unknown): Tried => {
    const problem = problemOf(error);
    if (problem.code === 'memory_full') return { kind: 'no_room', problem, limit: 'memory', againInMs: pausesMs.memory_full };
    if (problem.code === 'store_unavailable') return { kind: 'no_room', problem, againInMs: pausesMs.away };
    return { kind: 'refused', problem };
  };

  return async ({ number: line, request }) => {
    try {
      const outcome = await submit(request);
      switch (outcome.kind) {
        case 'accepted':
          onStored(request.route.slug);
          return { kind: 'settled', outcome: { line, status: 202, id: outcome.task.id, task_status: outcome.task.state } };
        case 'replayed':
          return { kind: 'settled', outcome: { line, status: 200, id: outcome.id, replayed: true } };
        case 'limited':
          return { kind: 'no_room', ...refusalOf(outcome, request), againInMs: Math.max(shortestPauseMs, outcome.retryAfterMs) };
        case 'queue_full':
        case 'memory_full':
          return { kind: 'no_room', ...refusalOf(outcome, request), againInMs: pausesMs[outcome.kind] };
        case 'not_retried':
          throw new Error('a new task was taken for one that runs again');
        default:
          return { kind: 'refused', ...refusalOf(outcome, request) };
      }
    } catch (error) {
      return failure(error);
    }
  };
};
