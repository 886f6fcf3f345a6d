import type { z } from 'zod';
import { HttpProblem } from '../http-problem.js';
import type { BodyError } from '../json/inspect-json.js';
import { explainIssues } from './explain-issues.js';

/** A function that checks a parsed body against a schema; throws `invalid_body` with a pointer and a sentence for each fault. */
export const createBodyValidator =
  <Body>(schema: z.ZodType<Body>): ((value: unknown) => Body) =>
  (value) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const errors = explainIssues(parsed.error.issues, { schema, value });
    throw new HttpProblem('invalid_body', { detail: summary(errors), errors });
  };

const summary = (errors: readonly BodyError[]): string => {
  const [first, ...others] = errors;
  if (!first) return 'The body does not fit.';
  const more = others.length === 0 ? '' : ` (${others.length} more in "errors")`;
  return `${first.pointer || 'The body'}: ${first.detail}${more}.`;
};
