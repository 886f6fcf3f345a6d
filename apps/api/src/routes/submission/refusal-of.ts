import type { SubmitOutcome, SubmitRequest } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';
import { rateLimited } from '../../limits/rate-limited.js';
import { taskStanding } from '../../limits/task-standing.js';
import type { LimitName } from '../../telemetry.js';
import { budgetExhausted } from './budget-exhausted.js';
import { refusedTime } from './refused-time.js';

export interface Refusal {
  readonly problem: HttpProblem;
  /** Whose limit it was. */
  readonly limit?: LimitName;
}

type Refused = Exclude<SubmitOutcome, { readonly kind: 'accepted' | 'replayed' | 'not_retried' }>;

/** The problem of a submission that was not stored. */
export const refusalOf = (outcome: Refused, { schedule }: Pick<SubmitRequest, 'schedule'>): Refusal => {
  switch (outcome.kind) {
    case 'key_reused':
      return { problem: new HttpProblem('idempotency_key_reused') };
    case 'refused':
      return { problem: refusedTime(outcome.refusal, schedule) };
    case 'limited':
      return { problem: rateLimited(taskStanding(outcome.limit), outcome.retryAfterMs, 'this key'), limit: 'tasks' };
    case 'budget_exhausted':
      return { problem: budgetExhausted(outcome), limit: 'budget' };
    case 'queue_full':
      return { problem: new HttpProblem('queue_full', { retryAfterSeconds: 5 }), limit: 'open_tasks' };
    case 'memory_full':
      return { problem: new HttpProblem('memory_full', { retryAfterSeconds: 10 }), limit: 'memory' };
  }
};
