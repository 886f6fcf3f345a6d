import type { z } from 'zod';
import type { BodyError } from '../json/inspect-json.js';
import { isShowable, pointerTo } from '../json/json-pointer.js';
import { closestName } from './closest-name.js';
import { describeIssue } from './describe-issue.js';
import { fieldNamesAt } from './field-names-at.js';
import { furthestBranch } from './furthest-branch.js';
import { typeName } from './type-name.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

interface Body {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
}

const mostErrors = 20;

/** Turns zod's issues into pointers and sentences. Names of fields are shown when short and printable, values never. */
export const explainIssues = (issues: readonly Issue[], body: Body): readonly BodyError[] =>
  few(issues)
    .flatMap((issue) => explain(issue, [], body))
    .slice(0, mostErrors);

/** Each of them comes to one error at least, and what is not told need not be explained. */
const few = <T>(all: readonly T[]): readonly T[] => all.slice(0, mostErrors);

const explain = (issue: Issue, above: Path, body: Body): readonly BodyError[] => {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return few(issue.keys).map((name) => unknownField(name, path, body));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = furthestBranch(issue.errors);
    if (branch) return few(branch).flatMap((nested) => explain(nested, path, body));
    return [{ pointer: pointerTo(path), detail: `must be ${alternatives(issue.errors)}` }];
  }
  if (issue.code === 'invalid_key') {
    const [fault] = issue.issues;
    return [{ pointer: pointerTo(path), detail: `its name ${fault ? describeIssue(fault, '') : 'does not fit'}` }];
  }
  return [{ pointer: pointerTo(path), detail: describeIssue(issue, valueAt(body.value, path)) }];
};

const unknownField = (name: string, path: Path, { schema }: Body): BodyError => {
  if (!isShowable(name)) return { pointer: pointerTo(path), detail: 'has an unknown field' };
  const near = closestName(name, fieldNamesAt(schema, path));
  return { pointer: pointerTo([...path, name]), detail: near ? `unknown field; did you mean "${near}"?` : 'unknown field' };
};

/** "a string or an array", when every branch of a union failed at its first look. */
const alternatives = (branches: readonly (readonly Issue[])[]): string => {
  const types = branches.flatMap((issues) => issues.flatMap((issue) => (issue.code === 'invalid_type' ? [typeName(issue.expected)] : [])));
  return [...new Set(types)].join(' or ');
};

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((parent, step) => (parent !== null && typeof parent === 'object' ? Reflect.get(parent, step) : undefined), value);
