import { z } from 'zod';
import { taskFailureView } from './task-view.js';

/** An RFC 9457 problem document, with a stable `code`, advice on retrying and the id that finds the request in the logs. */
export const problemDocument = z
  .object({
    type: z.string().meta({ description: 'The page that explains the code, relative to this service.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What was wrong, where, and what would be right.' }),
    code: z.string(),
    retryable: z.boolean(),
    request_id: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional().meta({ description: 'JSON pointer (RFC 6901) to the place in the body.' }),
          parameter: z.string().optional().meta({ description: 'Name of the query or path parameter.' }),
          detail: z.string(),
        }),
      )
      .optional(),
    task: z
      .object({
        id: z.string(),
        status: z.string(),
        ended_at: z.string().optional(),
        error: taskFailureView.optional(),
        gone_at: z.string().optional().meta({ description: 'Since when its answer is gone.' }),
        reason: z.enum(['result_expired', 'erased']).optional().meta({ description: 'Why its answer is gone.' }),
      })
      .optional()
      .meta({ description: 'How and when the task ended that this is about; for 410, since when its answer is gone and why.' }),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: '/docs/errors/invalid_body',
        title: 'The body does not fit',
        status: 400,
        detail: 'Unknown field "promt"; did you mean "prompt"?',
        code: 'invalid_body',
        retryable: false,
        request_id: '0f6c2f0e-6f0b-4a53-9a35-3a7f3f1f8f2e',
        errors: [{ pointer: '/promt', detail: 'unknown field; did you mean "prompt"?' }],
      },
    ],
  });

export type ProblemDocument = z.infer<typeof problemDocument>;
