import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { HttpProblem } from './http-problem.js';
import { isShowable } from './json/json-pointer.js';
import { describeIssue } from './validation/describe-issue.js';

export type Query = Readonly<Record<string, unknown>>;

interface ParameterError {
  readonly parameter?: string;
  readonly detail: string;
}

const none: Query = {};
const mostErrors = 20;

/** Reads the query parameters of an operation; throws `invalid_query` for one it does not have, one given twice, or one that does not fit. */
export const createReadQuery =
  (schema: z.ZodObject | undefined): ((request: Pick<IncomingMessage, 'url'>) => Query) =>
  ({ url = '' }) => {
    const mark = url.indexOf('?');
    if (mark === -1 || mark === url.length - 1) return none;
    const given = [...new URLSearchParams(url.slice(mark + 1))];
    const names = Object.keys(schema?.shape ?? {});
    const seen = new Set<string>();
    const errors = given.flatMap(([name]) => nameErrors(name, names, seen));
    if (errors.length > 0) throw refusal(errors, names);
    const parsed = schema?.safeParse(Object.fromEntries(given));
    if (parsed && !parsed.success)
      throw refusal(
        parsed.error.issues.map((issue) => ({ parameter: String(issue.path[0]), detail: describeIssue(issue, url) })),
        names,
      );
    return parsed?.data ?? none;
  };

const nameErrors = (name: string, names: readonly string[], seen: Set<string>): readonly ParameterError[] => {
  const shown = isShowable(name) && name !== '' ? { parameter: name } : {};
  if (!names.includes(name)) return [{ ...shown, detail: 'unknown parameter' }];
  if (seen.has(name)) return [{ ...shown, detail: 'given twice' }];
  seen.add(name);
  return [];
};

const refusal = (errors: readonly ParameterError[], names: readonly string[]): HttpProblem => {
  const [first] = errors;
  const detail =
    names.length === 0
      ? 'This operation takes no query parameters.'
      : `${first?.parameter ?? 'A parameter'}: ${first?.detail}. There is: ${names.join(', ')}.`;
  return new HttpProblem('invalid_query', { detail, errors: errors.slice(0, mostErrors) });
};
