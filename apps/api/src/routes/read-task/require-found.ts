import type { StoredTask } from '@millrace/store';
import type { ReadOutcome } from '@millrace/tasks';
import { HttpProblem, type ProblemParts } from '../../http/http-problem.js';
import { renderFailure } from './render-failure.js';
import { renderTime } from './render-time.js';

/** The task that was read; throws `unknown_task` (404) or, with how it ended and since when it is gone, `task_gone` or `task_erased` (410). */
export const requireFound = (id: string, outcome: ReadOutcome): StoredTask => {
  switch (outcome.kind) {
    case 'found':
      return outcome.task;
    case 'unknown':
      throw new HttpProblem('unknown_task');
    case 'gone':
      throw new HttpProblem('task_gone', { task: renderGone(id, outcome) });
    case 'erased':
      throw new HttpProblem('task_erased', { task: renderErased(id, outcome) });
  }
};

type GoneTask = NonNullable<ProblemParts['task']>;

const renderGone = (
  id: string,
  { state, failure, attemptHistory = [], endedAtMs, goneAtMs }: ReadOutcome & { kind: 'gone' },
): GoneTask => ({
  id,
  status: state,
  ended_at: renderTime(endedAtMs),
  ...(failure && { error: renderFailure(failure, attemptHistory) }),
  gone_at: renderTime(goneAtMs),
  reason: 'result_expired',
});

const renderErased = (id: string, { state, endedAtMs, erasedAtMs }: ReadOutcome & { kind: 'erased' }): GoneTask => ({
  id,
  status: state,
  ...(endedAtMs !== undefined && { ended_at: renderTime(endedAtMs) }),
  gone_at: renderTime(erasedAtMs),
  reason: 'erased',
});
