import { HttpProblem } from './http-problem.js';

/** A query parameter with a value that its operation cannot use. */
export const wrongParameter = (parameter: string, detail: string): HttpProblem =>
  new HttpProblem('invalid_query', { detail: `${parameter}: ${detail}.`, errors: [{ parameter, detail }] });
