import { z } from 'zod';
import { problemDocument } from './problem-document.js';
import { taskStates } from './task-state.js';

const line = z.int().meta({ description: 'The line of the upload, or the place in the array, counted from 1.' });

const taken = z.object({
  line,
  status: z
    .union([z.literal(202), z.literal(200)])
    .meta({ description: '202: stored. 200: submitted before under this `Idempotency-Key`.' }),
  id: z.string(),
  task_status: z.enum(taskStates).optional().meta({ description: 'Of a task that was stored now.' }),
  replayed: z.literal(true).optional(),
});

const refused = z.object({
  line,
  status: z.int().meta({ description: 'That of the problem.' }),
  problem: problemDocument.meta({ description: 'Its pointers begin at the line.' }),
});

/** What became of one task of many that were submitted together. */
export const bulkOutcome = z.union([taken, refused]).meta({
  id: 'BulkOutcome',
  examples: [{ line: 1, status: 202, id: 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1', task_status: 'queued' }],
});
export type BulkOutcome = z.infer<typeof bulkOutcome>;

const counts = { accepted: z.int(), replayed: z.int(), refused: z.int() };

export const bulkList = z
  .object({ object: z.literal('list'), data: z.array(bulkOutcome).meta({ description: 'In the order of the array.' }), ...counts })
  .meta({ id: 'BulkOutcomeList' });
export type BulkList = z.infer<typeof bulkList>;

/** The last line of the answer to an upload. */
export const bulkSummary = z
  .object({
    object: z.literal('bulk.summary'),
    lines: z.int().meta({ description: 'Read so far, blank ones included.' }),
    ...counts,
    complete: z
      .boolean()
      .meta({ description: 'Whether the whole upload was read. If not, send it again with the same `Idempotency-Key`.' }),
    problem: problemDocument.optional().meta({ description: 'Why the rest was not read.' }),
  })
  .meta({ id: 'BulkSummary' });
export type BulkSummary = z.infer<typeof bulkSummary>;
