import { z } from 'zod';

/** `GET /v1/models` in OpenAI's shape. */
export const modelList = z
  .object({
    object: z.literal('list'),
    data: z.array(z.object({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() })),
  })
  .meta({ id: 'ModelList' });
export type ModelList = z.infer<typeof modelList>;
