import type { z } from 'zod';
import { typeName } from './type-name.js';

/** What is wrong with one place of the body, as the end of a sentence that begins with the place; never shows the value. */
export const describeIssue = (issue: z.core.$ZodIssue, value: unknown): string => {
  if (value === undefined && issue.code !== 'custom') return 'is required';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeName(issue.expected)}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values.map(String))}`;
    case 'invalid_union':
      return `must be ${oneOf(optionsOf(issue))}`;
    case 'too_small':
      return bound('at least', Number(issue.minimum), issue.origin);
    case 'too_big':
      return bound('at most', Number(issue.maximum), issue.origin);
    default:
      return issue.message;
  }
};

/** The values a discriminator may have; zod sets them without saying so in its types. */
const optionsOf = (issue: object): readonly string[] =>
  'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];

const oneOf = (names: readonly string[]): string => {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length > 1 ? `one of ${quoted.join(', ')}` : (quoted[0] ?? 'something else');
};

const bound = (side: string, limit: number, origin: string): string => {
  const unit = origin === 'string' ? 'character' : origin === 'array' ? 'item' : undefined;
  return unit ? `must have ${side} ${limit} ${unit}${limit === 1 ? '' : 's'}` : `must be ${side} ${limit}`;
};
