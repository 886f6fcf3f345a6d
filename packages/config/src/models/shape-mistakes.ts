import type { z } from 'zod';
import { closestName } from './closest-name.js';
import type { Mistake, Path } from './mistake.js';
import { shownKey } from './shown-name.js';
import { sectionAt, titleOf, valueAt } from './title-of.js';

type Issue = z.core.$ZodIssue;

/** What is wrong with the shape of the file, one mistake for each value that cannot be used and each key that is not known. */
export const shapeMistakes = (value: unknown, issues: readonly Issue[]): readonly Mistake[] => {
  const seen = new Set<string>();
  return issues
    .flatMap((issue) => mistakesOf(value, issue))
    .filter(({ path, sentence }) => {
      // A number that is too small and not whole is wrong once.
      const once = JSON.stringify([path, sentence]);
      return !seen.has(once) && seen.add(once);
    });
};

const mistakesOf = (value: unknown, issue: Issue): readonly Mistake[] => {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      atKey: true,
      sentence: `${shownKey(key)} is not a key of ${sectionAt(value, path)}${meant(key, issue.message)}`,
    }));
  if (issue.code === 'invalid_key')
    return [{ path, atKey: true, sentence: `A name under ${titleOf(value, path.slice(0, -1))} ${issue.issues[0]?.message ?? ''}` }];
  const found = valueAt(value, path);
  const subject = titleOf(value, path);
  if (path.length === 0 && (found ?? undefined) === undefined) return [{ path, sentence: emptyFile }];
  if (found === undefined) return [{ path, sentence: `${subject} is missing: it ${issue.message}` }];
  return [{ path, sentence: `${subject} ${issue.message}${butIs(found, issue)}` }];
};

export const emptyFile = 'The file is empty; it needs `routes`, a list of models and of the deployments that serve each';

/** Names other programs have for the same. */
const elsewhere: Readonly<Record<string, string>> = {
  rpm: 'requests_per_minute',
  tpm: 'tokens_per_minute',
  url: 'base_url',
  api_base: 'base_url',
  endpoint: 'base_url',
  api_key: 'credential',
  max_parallel_requests: 'max_in_flight',
  concurrency: 'max_in_flight',
  upstream_model: 'model',
  api_version: 'query',
  secret: 'key',
  timeout: 'timeouts',
  context_window: 'context_length',
};

const meant = (key: string, knownList: string): string => {
  const known = knownList.split(', ');
  const other = elsewhere[key.toLowerCase().replaceAll('-', '_')];
  const guess = closestName(key, known) ?? (other !== undefined && known.includes(other) ? other : undefined);
  if (guess !== undefined) return `; did you mean \`${guess}\`?`;
  return key === 'api_key' && known.includes('key') ? '; did you mean `key`?' : `; these are: ${knownList}`;
};

const butIs = (found: unknown, { code, message }: Issue): string => {
  if (found === null) return ', but is empty: give it a value, or drop the line';
  if (typeof found === 'number') return Number.isNaN(found) ? ', but is not a number (.nan)' : `, but is ${found}`;
  if (typeof found === 'boolean') return `, but is ${found}`;
  if (Array.isArray(found)) return message.includes('empty') ? '' : ', but is a list';
  if (typeof found === 'object') return ', but is a mapping';
  return code === 'invalid_format' || code === 'custom' ? '' : butIsText(String(found), message);
};

/** A text is shown only where it cannot be a secret in the wrong place. */
const butIsText = (found: string, message: string): string => {
  const words = /^must be one of (.*)$/.exec(message)?.[1]?.split(', ') ?? [];
  const guess = closestName(found, words);
  if (guess !== undefined) return `; did you mean ${guess}?`;
  if (/^[-+]?[\d.,_]{1,15}( ?[a-zA-Z%]{1,2})?$/.test(found))
    return `, but is the text "${found}"${/^\d+(\.\d+)?$/.test(found) ? '; leave the quotes out' : ''}`;
  return words.length > 0 ? ', but is another text' : ', but is a text';
};
