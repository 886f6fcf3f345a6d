import { HttpProblem } from '../../http/http-problem.js';

/** The problem of a key that would have expired already. */
export const pastExpiry = (): HttpProblem => {
  const error = { pointer: '/expires_at', detail: 'lies in the past by the clock of this installation' };
  return new HttpProblem('invalid_body', { detail: `${error.pointer}: ${error.detail}.`, errors: [error] });
};
