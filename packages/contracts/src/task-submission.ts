import { z } from 'zod';
import { chatMessage } from './chat-message.js';
import { priorities } from './priority.js';
import { scheduleFields } from './schedule-fields.js';
import { taskWebhook } from './task-webhook.js';

const functionName = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'use 1 to 64 letters, digits, _ or -');
const jsonSchema = z.record(z.string(), z.unknown());

const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: functionName,
    description: z.string().optional(),
    parameters: jsonSchema.optional(),
    strict: z.boolean().nullable().optional(),
  }),
});

const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: functionName }) }),
]);

const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: functionName,
      description: z.string().optional(),
      schema: jsonSchema.optional(),
      strict: z.boolean().nullable().optional(),
    }),
  }),
]);

const metadata = z
  .record(z.string().min(1).max(64), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= 16, 'use at most 16 pairs');

const cache = z.strictObject({
  ttl_seconds: z.int().min(1).max(2_592_000).optional().meta({ description: 'How long this answer may be reused.' }),
  no_cache: z.boolean().optional().meta({ description: 'Ask the model even if an answer is kept.' }),
  no_store: z.boolean().optional().meta({ description: 'Do not keep this answer for others.' }),
});

/** What the model is asked and how: everything of a submission that a worker needs. */
const question = {
  messages: z.array(chatMessage).min(1).max(2048).optional().meta({ description: 'The conversation. Give this or `prompt`.' }),
  prompt: z.string().min(1).optional().meta({ description: 'Short for one user message. Give this or `messages`.' }),
  model: z.string().min(1).max(256).optional().meta({ description: 'A name from `GET /v1/models`; the default model if absent.' }),
  max_tokens: z.int().min(1).max(10_000_000).optional().meta({ description: 'The longest answer wanted, in tokens.' }),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(4)]).optional(),
  seed: z.int().optional(),
  response_format: responseFormat.optional(),
  tools: z.array(tool).min(1).max(128).optional(),
  tool_choice: toolChoice.optional(),
};

export const taskSubmission = z
  .strictObject({
    ...question,
    metadata: metadata.optional().meta({ description: 'Up to 16 pairs of yours, given back with the task.' }),
    cache: cache.optional(),
    priority: z.enum(priorities).optional().meta({
      description: 'Its class in the fair share; `standard` if absent. A higher one gets more of what there is, and none waits for ever.',
    }),
    ...scheduleFields,
    webhook: taskWebhook.optional(),
  })
  .refine((body) => (body.messages === undefined) !== (body.prompt === undefined), {
    error: 'give exactly one of `messages` and `prompt`',
    params: { code: 'exactly_one' },
  })
  .refine((body) => body.tool_choice === undefined || body.tool_choice === 'none' || body.tools !== undefined, {
    error: '`tool_choice` needs `tools`',
    path: ['tool_choice'],
  })
  .refine((body) => body.run_at === undefined || body.delay_seconds === undefined, {
    error: 'give `run_at` or this, not both',
    path: ['delay_seconds'],
  })
  .meta({
    id: 'TaskSubmission',
    examples: [
      { prompt: 'Why do mills stand beside rivers?', max_tokens: 200, metadata: { order: '42' } },
      { prompt: 'Summarise the day.', run_at: '2026-11-23T22:00:00+01:00', finish_by: 3600 },
      { prompt: 'Answer soon or not at all.', start_by: 30, finish_by: 120, result_ttl_seconds: 600 },
    ],
  });

export type TaskSubmission = z.infer<typeof taskSubmission>;
