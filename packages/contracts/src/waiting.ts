import { z } from 'zod';

/** The longest a caller can have the line held, in seconds. */
export const longestWaitSeconds = 60;

const description = `Hold the line for up to so many seconds, at most ${longestWaitSeconds}, until the task has ended.`;

/** `?wait=30`: a query is text, so the number is checked as such first. */
export const waitQuery = z.strictObject({
  wait: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().max(longestWaitSeconds))
    .optional()
    .meta({
      description,
      override: ({ jsonSchema }) => {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { type: 'integer', minimum: 0, maximum: longestWaitSeconds });
      },
    }),
});

/** `Prefer: wait=30` (RFC 7240), for the documentation; a preference that cannot be read is ignored, as the standard says. */
export const preferWait = { Prefer: `\`wait=30\`: ${description} (RFC 7240)` } as const;
