import { HttpProblem } from '../../http/http-problem.js';

export interface Exhaustion {
  readonly period: 'day' | 'month';
  /** Until the next one. */
  readonly resetMs: number;
}

/** The problem of a task that its key has no money for; `Retry-After` leads to the first second of the next day or month. */
export const budgetExhausted = ({ period, resetMs }: Exhaustion): HttpProblem => {
  const retryAfterSeconds = Math.max(1, Math.ceil(resetMs / 1000));
  const name = period === 'day' ? 'daily' : 'monthly';
  return new HttpProblem('budget_exhausted', {
    detail: `The ${name} budget of this key is used up. It is new with the next UTC ${period}, in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
};
