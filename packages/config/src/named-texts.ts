import { z } from 'zod';
import { type Secret, secret } from './secret.js';

const wanted = 'must be a comma list of `name=value`, each value percent-encoded where it holds a comma or a blank';

/** The names and values of a comma list of `name=value`; undefined if it is none. */
export const parseNamedTexts = (text: string): Readonly<Record<string, string>> | undefined => {
  const pairs = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => /^([\w.!#$%&'*+^`|~-]+)\s*=\s*([\x21-\x7e]*)$/.exec(item));
  try {
    return Object.fromEntries(pairs.map((pair) => [(pair as RegExpExecArray)[1], decodeURIComponent((pair as RegExpExecArray)[2] ?? '')]));
  } catch {
    return undefined;
  }
};

export const namedTexts = z.string().transform((text, context): Readonly<Record<string, string>> => {
  const named = parseNamedTexts(text);
  if (named) return named;
  context.addIssue(wanted);
  return z.NEVER;
});

/** The same, to be parsed where it is used: the values are secrets. */
export const namedSecrets = z.string().transform((text, context): Secret => {
  if (parseNamedTexts(text)) return secret(text);
  context.addIssue(wanted);
  return z.NEVER;
});
