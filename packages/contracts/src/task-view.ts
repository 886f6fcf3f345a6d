import { z } from 'zod';
import { taskStates, waitingReasons } from './task-state.js';

const time = z.string().meta({ format: 'date-time', examples: ['2026-11-23T12:00:00.000Z'] });

export const taskFailureView = z
  .object({
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    origin: z.enum(['caller', 'policy', 'queue', 'worker', 'upstream']),
  })
  .meta({ id: 'TaskFailure', description: 'Why a task failed, was cancelled or expired.' });

export const attemptView = z
  .object({
    number: z.int(),
    outcome: z.enum(['failed', 'lost', 'handed_back']),
    ended_at: time,
    worker: z.string().optional(),
    deployment: z.string().optional(),
    code: z.string().optional(),
  })
  .meta({ id: 'Attempt', description: 'An attempt that did not end the task in success.' });

export const taskView = z
  .object({
    id: z.string().meta({ examples: ['task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1'] }),
    status: z.enum(taskStates),
    model: z.string(),
    created_at: time,
    started_at: time.optional().meta({ description: 'When the last attempt began.' }),
    ended_at: time.optional(),
    finish_by: time.meta({ description: 'If the task has not ended by then, it ends `expired`.' }),
    waiting_reason: z.enum(waitingReasons).optional(),
    retry_at: time.optional(),
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
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'Task' });

export type TaskView = z.infer<typeof taskView>;
