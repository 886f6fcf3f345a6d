import { z } from 'zod';
import { queryCursor, queryLimit } from './page-query.js';
import { type FailureCode, failureCodes } from './problems.js';

const code = z
  .enum(failureCodes as readonly FailureCode[] as [FailureCode, ...FailureCode[]])
  .optional()
  .meta({ description: 'Only tasks that failed with this code.', examples: ['upstream_unavailable'] });

const exampleLetter = {
  task_id: 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1',
  tenant: 'acme',
  code: 'upstream_unavailable',
  message: 'The provider answered 500 five times.',
  ended_at: '2026-11-23T12:00:00.000Z',
  attempts: 5,
} as const;

/** A task that ended `failed`, without what it asked. */
export const deadLetter = z
  .object({
    task_id: z.string(),
    tenant: z.string(),
    code: z.string(),
    message: z.string(),
    ended_at: z.string().meta({ format: 'date-time' }),
    attempts: z.int(),
    retried_as: z.string().optional().meta({ description: 'The task that runs it again.' }),
  })
  .meta({ id: 'DeadLetter', examples: [exampleLetter] });
export type DeadLetter = z.infer<typeof deadLetter>;

export const deadLetterQuery = z.strictObject({ limit: queryLimit('tasks'), cursor: queryCursor, code });
export type DeadLetterQuery = z.infer<typeof deadLetterQuery>;

export const deadLetterList = z
  .object({ object: z.literal('list'), data: z.array(deadLetter), has_more: z.boolean(), next_cursor: z.string().optional() })
  .meta({ id: 'DeadLetterList', examples: [{ object: 'list', data: [exampleLetter], has_more: false }] });
export type DeadLetterList = z.infer<typeof deadLetterList>;

/** Most tasks one redrive runs again. */
export const largestRedrive = 1000;

export const redrive = z
  .strictObject({
    task_ids: z.array(z.string().min(1).max(64)).min(1).max(largestRedrive).optional().meta({ description: 'Just these.' }),
    code,
    limit: z
      .int()
      .min(1)
      .max(largestRedrive)
      .optional()
      .meta({ description: `Most to run again, the oldest first; ${largestRedrive} if absent.` }),
  })
  .refine((body) => body.task_ids === undefined || (body.code === undefined && body.limit === undefined), {
    error: 'give this, or `code` and `limit`, not both',
    path: ['task_ids'],
  })
  .meta({ id: 'Redrive', examples: [{ code: 'upstream_unavailable', limit: 100 }, { task_ids: [exampleLetter.task_id] }] });
export type Redrive = z.infer<typeof redrive>;
