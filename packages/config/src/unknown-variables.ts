import { distance } from 'fastest-levenshtein';
import type { Setting } from './setting.js';
import type { Environment } from './source-text.js';

const closest = (name: string, known: readonly string[]): string | undefined => {
  const ranked = known.map((candidate) => ({ candidate, edits: distance(name, candidate) })).sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= 4 ? best.candidate : undefined;
};

const warningFor = (name: string, known: readonly Setting<unknown>[]): string => {
  const plain = known.find((setting) => `${setting.env}_FILE` === name && !setting.secret);
  if (plain !== undefined) return `${name} is not a setting: ${plain.env} is no secret and is given itself.`;
  const names = known.flatMap(({ env, secret }) => (secret ? [env, `${env}_FILE`] : [env]));
  const guess = closest(name, names);
  return `${name} is not a setting and is ignored${guess === undefined ? '.' : `; did you mean ${guess}?`}`;
};

/** A warning for each `MILLRACE_*` variable that no app knows; `MILLRACE_TEST_*` belongs to the tests. */
export const warnOfUnknownVariables = (env: Environment, known: readonly Setting<unknown>[]): readonly string[] => {
  const names = new Set(known.flatMap(({ env: name, secret }) => (secret ? [name, `${name}_FILE`] : [name])));
  return Object.keys(env)
    .filter((name) => name.startsWith('MILLRACE_') && !name.startsWith('MILLRACE_TEST_') && !names.has(name))
    .sort()
    .map((name) => warningFor(name, known));
};
