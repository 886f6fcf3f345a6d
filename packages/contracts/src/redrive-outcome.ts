import { z } from 'zod';
import { problemDocument } from './problem-document.js';

const redriven = z.object({
  task_id: z.string(),
  status: z.literal(202),
  id: z.string().meta({ description: 'The new task, which carries `retry_of`; the same one if it was run again before.' }),
});
const refused = z.object({ task_id: z.string(), status: z.int(), problem: problemDocument });

/** What became of each dead letter that was to run again. */
export const redriveOutcome = z
  .object({
    object: z.literal('list'),
    data: z.array(z.union([redriven, refused])),
    redriven: z.int(),
    refused: z.int(),
  })
  .meta({
    id: 'RedriveOutcome',
    examples: [
      {
        object: 'list',
        data: [
          {
            task_id: 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1',
            status: 202,
            id: 'task_019ab0d1-7a10-7b44-9c5e-4d1f60b3a111',
          },
        ],
        redriven: 1,
        refused: 0,
      },
    ],
  });
export type RedriveOutcome = z.infer<typeof redriveOutcome>;
