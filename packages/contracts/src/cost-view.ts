import { z } from 'zod';

export const usd = z.string().meta({
  description: 'US dollars, exact to the thousand-millionth; a text, since a JSON number would round it.',
  examples: ['0.000123456'],
});

export const costView = z
  .object({
    usd,
    estimated: z.literal(true).optional().meta({
      description: 'Part of it is an estimate: a provider did not say what it counted, or an attempt died with its worker.',
    }),
    partial: z.literal(true).optional().meta({ description: 'Calls whose price is not known are not in it.' }),
  })
  .meta({
    id: 'Cost',
    description:
      'What the calls of the model cost, those of failed and lost attempts too; `0` for an answer from the cache. Absent while no call has ended, and when the price is not known.',
  });
export type CostView = z.infer<typeof costView>;
