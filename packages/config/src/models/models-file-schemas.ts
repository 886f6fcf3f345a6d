import { z } from 'zod';

/** A mapping whose keys are all known. The message of an unknown key is the list of the known ones. */
export const section = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : `must be a mapping with ${listed(Object.keys(shape))}`,
  });

const listed = (keys: readonly string[]): string => (keys.length > 4 ? `keys such as ${keys.slice(0, 4).join(', ')}` : keys.join(', '));

/** A whole number. */
export const whole = (unit: string, min: number, max: number) => {
  const error = `must be a whole number of ${unit}, from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
};

interface Range {
  readonly min?: number;
  /** The number must be above this one. */
  readonly above?: number;
  readonly max: number;
}

/** A number that may have decimals. */
export const number = (error: string, { min, above, max }: Range) => {
  const upTo = z.number({ error }).max(max, { error });
  return above === undefined ? upTo.min(min ?? 0, { error }) : upTo.gt(above, { error });
};

export const text = (shape: RegExp, error: string) => z.string({ error }).regex(shape, { error });

export const oneOfWords = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });

export const name = text(
  /^[a-z0-9][a-z0-9._-]{0,63}$/,
  'must be a name of small letters, digits, dots, dashes and underscores, 64 at most, starting with a letter or digit',
);

export const deploymentName = text(
  /^[a-z0-9][a-z0-9._:-]{0,99}$/,
  'must be a name of small letters, digits, dots, colons, dashes and underscores, 100 at most, starting with a letter or digit',
);

export const slug = text(
  /^(?=.{1,200}$)[a-z0-9]+(-[a-z0-9]+)*$/,
  'must be small letters and digits with single dashes between them, 200 at most',
);

const urlWanted = 'must be an http or https URL, such as https://api.openai.com/v1';

/** An http(s) URL with nothing after its path; no slash at the end. What is wrong is never shown: it may hold a password. */
export const baseUrl = z
  .string({ error: urlWanted })
  .superRefine((written, context) => {
    const url = URL.canParse(written) ? new URL(written) : undefined;
    if (url === undefined || !['http:', 'https:'].includes(url.protocol)) context.addIssue(urlWanted);
    else if (url.username !== '' || url.password !== '')
      context.addIssue('must be a URL without user and password; the secret is for `credential`');
    else if (url.search !== '') context.addIssue('must be a URL without a query; what stands behind the ? is for `query`');
    else if (url.hash !== '') context.addIssue('must be a URL without a fragment; leave out the # and what follows it');
  })
  .transform((written) => written.replace(/\/+$/, ''));
