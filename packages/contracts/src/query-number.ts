import { z } from 'zod';

export interface QueryNumberOptions {
  readonly minimum: number;
  readonly maximum: number;
  readonly description: string;
}

/** A whole number in a query, which is text, so it is checked as such first; the documentation shows a number. */
export const queryNumber = ({ minimum, maximum, description }: QueryNumberOptions) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum))
    .optional()
    .meta({
      description,
      override: ({ jsonSchema }) => {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { type: 'integer', minimum, maximum });
      },
    });
