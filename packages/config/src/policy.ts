import { z } from 'zod';

/** How often something may happen: `limit` times in `windowSeconds`; `text` is how it was written, such as `5/minute`. */
export interface Policy {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly text: string;
}

const windows: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3_600, day: 86_400 };

/** Reads `5/minute`; the units are second, minute, hour and day. Undefined when it cannot be read so. */
export const parsePolicy = (text: string): Policy | undefined => {
  const [, count, unit] = /^([1-9]\d{0,11})\/([a-z]+)$/.exec(text) ?? [];
  const windowSeconds = Object.hasOwn(windows, unit ?? '') ? windows[unit ?? ''] : undefined;
  return count === undefined || windowSeconds === undefined ? undefined : { limit: Number(count), windowSeconds, text };
};

export const policySchema = z.string().transform((text, context): Policy => {
  const policy = parsePolicy(text);
  if (policy !== undefined) return policy;
  context.addIssue('must be a number and a unit, such as 5/minute; the units are second, minute, hour and day');
  return z.NEVER;
});
