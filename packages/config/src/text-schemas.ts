import { z } from 'zod';
import { type Secret, secret } from './secret.js';

/** Any text. */
export const anyText = z.string();

/** One of a few words. */
export const oneOf = <const Word extends string>(words: readonly Word[]) =>
  z.string().transform((text, context): Word => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    context.addIssue(`must be one of ${words.join(', ')}`);
    return z.NEVER;
  });

/** A text that prints as `***` from here on. */
export const secretText = z.string().transform((text): Secret => secret(text));

/** A secret that travels in an HTTP header. */
export const headerSecret = z.string().transform((text, context): Secret => {
  if (/^[\x21-\x7e]+$/.test(text)) return secret(text);
  context.addIssue('must be visible ASCII characters only; a line break or a space inside usually comes from pasting');
  return z.NEVER;
});

/** The items of a comma list, without the space around them; empty items count for nothing. */
export const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const commaList = z.string().transform(splitList);

/** A name that may stand in a file name and in a Redis key. */
export const plainName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'must be letters, digits, dots, dashes and underscores, 100 at most, starting with a letter or digit',
  );
