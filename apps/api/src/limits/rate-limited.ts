import { HttpProblem } from '../http/http-problem.js';
import type { Standing } from './standing.js';

/** The problem of a request that came too soon; `Retry-After` is whole seconds, at least one. */
export const rateLimited = ({ policy, limit, windowSeconds }: Standing, retryAfterMs: number, whom: string): HttpProblem => {
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  return new HttpProblem('rate_limited', {
    detail: `The policy "${policy}" allows ${whom} ${limit} requests in ${windowSeconds} s. Try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
};
