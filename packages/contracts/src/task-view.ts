import { z } from 'zod';
import { costView } from './cost-view.js';
import { priorities } from './priority.js';
import { taskStates, waitingReasons } from './task-state.js';
import { taskWebhookView } from './task-webhook.js';

const time = z.string().meta({ format: 'date-time', examples: ['2026-11-23T12:00:00.000Z'] });

export const attemptView = z
  .object({
    number: z.int(),
    outcome: z.enum(['failed', 'lost', 'handed_back', 'cancelled', 'expired']),
    ended_at: time,
    worker: z.string().optional(),
    deployment: z.string().optional(),
    code: z.string().optional(),
  })
  .meta({ id: 'Attempt', description: 'An attempt that did not end the task in success.' });

export const taskFailureView = z
  .object({
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    origin: z.enum(['caller', 'policy', 'queue', 'worker', 'upstream']),
    retry_at: time.optional().meta({ description: 'Before this time a retry is pointless, as the provider said.' }),
    attempt_history: z.array(attemptView).optional(),
  })
  .meta({ id: 'TaskFailure', description: 'Why a task failed, was cancelled or expired, and what each attempt came to.' });

export const taskView = z
  .object({
    id: z.string().meta({ examples: ['task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1'] }),
    status: z.enum(taskStates),
    model: z.string(),
    priority: z.enum(priorities),
    created_at: time,
    started_at: time.optional().meta({ description: 'When the last attempt began.' }),
    ended_at: time.optional(),
    run_at: time.optional().meta({ description: 'Not queued before then.' }),
    start_by: time.optional().meta({ description: 'If no attempt has begun by then, the task ends `expired`.' }),
    finish_by: time.meta({ description: 'If the task has not ended by then, it ends `expired`.' }),
    waiting_reason: z.enum(waitingReasons).optional().meta({ description: 'Why it is not running; absent while it only waits its turn.' }),
    retry_at: time.optional().meta({ description: 'Its next attempt begins no sooner.' }),
    position: z
      .object({ ahead: z.int(), estimate: z.literal(true) })
      .optional()
      .meta({
        examples: [{ ahead: 12, estimate: true }],
        description:
          'While it has not ended: how many tasks of this model stand before it. An estimate: priorities and retries move tasks.',
      }),
    estimated_start_at: time.optional().meta({
      description:
        "When it will probably begin, by the model's throughput of the last minutes. Absent once it has begun, and while nothing can be said.",
    }),
    cancel_requested_at: time.optional().meta({ description: 'Present once someone has asked to cancel it.' }),
    attempts: z.int().meta({ description: 'Calls of the model that were begun and not handed back.' }),
    lost_attempts: z.int().meta({ description: 'Of these, how many died with their worker.' }),
    attempt_history: z.array(attemptView).optional(),
    cached: z.boolean().optional().meta({ description: 'Whether the answer came from the cache or was shared with an identical task.' }),
    result: z
      .object({
        text: z.string(),
        message: z.record(z.string(), z.unknown()).meta({ description: 'The whole assistant message, tool calls included.' }),
        finish_reason: z.string(),
        model: z.string().meta({ description: "The model's name as the provider gave it." }),
        deployment: z.string().meta({ description: 'Who answered.' }),
      })
      .optional(),
    partial: z
      .object({ text: z.string() })
      .optional()
      .meta({ description: 'What had come of the answer when the task ended without success.' }),
    usage: z
      .object({
        input_tokens: z.int(),
        output_tokens: z.int(),
        total_tokens: z.int(),
        cached_input_tokens: z.int().optional(),
        reasoning_tokens: z.int().optional(),
      })
      .optional()
      .meta({ description: 'Tokens as the provider counted them; absent when it did not say.' }),
    cost: costView.optional(),
    error: taskFailureView.optional(),
    timings: z
      .object({
        queued_ms: z.int().optional().meta({ description: 'From submission to the begin of the last attempt.' }),
        first_token_ms: z.int().optional().meta({ description: 'From the begin of the last attempt to the first piece of the answer.' }),
        running_ms: z.int().optional().meta({ description: 'From the begin of the last attempt to the end.' }),
        total_ms: z.int().optional().meta({ description: 'From submission to the end.' }),
      })
      .meta({ description: 'Milliseconds, by the clock of Redis.' }),
    metadata: z.record(z.string(), z.string()).optional(),
    webhook: taskWebhookView.optional(),
    retry_of: z.string().optional().meta({ description: 'The task that this one runs again.' }),
    retried_as: z.string().optional().meta({ description: 'The task that runs this one again.' }),
    result_until: time.optional().meta({ description: 'Once ended: how long prompt, answer and events are kept.' }),
    links: z.object({ self: z.string(), events: z.string() }),
  })
  .meta({ id: 'Task' });

export type TaskView = z.infer<typeof taskView>;
