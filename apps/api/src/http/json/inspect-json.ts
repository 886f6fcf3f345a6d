import { type JsonPath, pointerTo } from './json-pointer.js';

export interface BodyError {
  readonly pointer: string;
  readonly detail: string;
}

export interface Inspection {
  /** Members of all objects. */
  members: number;
  readonly errors: BodyError[];
}

/** Looks through a parsed value for what JSON can write but nobody can keep unchanged. Its depth must be bounded already. */
export const inspectJson = (value: unknown, path: JsonPath = []): Inspection => {
  const inspection: Inspection = { members: 0, errors: [] };
  visit(value, [...path], inspection);
  return inspection;
};

const visit = (value: unknown, path: JsonPath, found: Inspection): void => {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) report(found, path, 'holds half of a surrogate pair, which is not text');
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) report(found, path, 'is too large for a number');
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) visitMember(value[index], index, path, found);
  } else if (value !== null && typeof value === 'object') visitObject(value, path, found);
};

const visitObject = (value: object, path: JsonPath, found: Inspection): void => {
  for (const [name, member] of Object.entries(value)) {
    found.members += 1;
    if (name === '__proto__') report(found, path, 'must not have a field named "__proto__"');
    else if (!name.isWellFormed()) report(found, path, 'has a field whose name holds half of a surrogate pair');
    else visitMember(member, name, path, found);
  }
};

const visitMember = (member: unknown, name: string | number, path: JsonPath, found: Inspection): void => {
  path.push(name);
  visit(member, path, found);
  path.pop();
};

const report = ({ errors }: Inspection, path: JsonPath, detail: string): void => {
  if (errors.length < 20) errors.push({ pointer: pointerTo(path), detail });
};
