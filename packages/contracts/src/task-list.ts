import { z } from 'zod';
import { queryNumber } from './query-number.js';
import { type TaskState, taskStates } from './task-state.js';
import { taskView } from './task-view.js';

export const defaultPageSize = 20;
const largestPage = 100;

const time = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-23T12:00:00Z, with any + written as %2B' })
  .transform((text) => Date.parse(text))
  .optional();

const oneState = `(${taskStates.join('|')})`;
const states = z
  .string()
  .regex(new RegExp(`^${oneState}(,${oneState})*$`), `must be one or more of ${taskStates.join(', ')}, with commas between them`)
  .transform((text) => [...new Set(text.split(','))] as TaskState[])
  .optional();

/** What `GET /v1/tasks` can be asked for. */
export const taskListQuery = z.strictObject({
  limit: queryNumber({ minimum: 1, maximum: largestPage, description: `Most tasks of a page; ${defaultPageSize} if absent.` }),
  cursor: z
    .string()
    .regex(/^[\w-]{1,128}$/, 'must be a `next_cursor` of this list')
    .optional()
    .meta({ description: 'Goes on after an earlier page: its `next_cursor`, with the same filters.' }),
  status: states.meta({ description: 'Only tasks in these states, such as `queued,running`.' }),
  model: z.string().min(1).max(256).optional().meta({ description: 'Only tasks for this model.' }),
  metadata: z
    .string()
    .min(1)
    .max(640)
    .optional()
    .meta({ description: 'Only tasks with this pair of metadata, `name:value`, or with any of this name.', examples: ['order:42'] }),
  created_after: time.meta({ description: 'Only tasks that were submitted at this time or later.' }),
  created_before: time.meta({ description: 'Only tasks that were submitted before this time.' }),
});
export type TaskListQuery = z.infer<typeof taskListQuery>;

export const taskSummary = taskView
  .omit({ position: true, estimated_start_at: true, result: true, partial: true })
  .meta({ id: 'TaskSummary', description: 'A task without its answer and its place in line; read it by its id for those.' });
export type TaskSummary = z.infer<typeof taskSummary>;

export const taskList = z
  .object({
    object: z.literal('list'),
    data: z.array(taskSummary),
    has_more: z.boolean().meta({ description: 'Whether there may be further pages.' }),
    next_cursor: z.string().optional().meta({ description: 'Leads to the next page; absent on the last one.' }),
  })
  .meta({
    id: 'TaskList',
    examples: [
      {
        object: 'list',
        data: [
          {
            id: 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1',
            status: 'queued',
            model: 'gpt-4o-mini',
            priority: 'standard',
            created_at: '2026-11-23T12:00:00.000Z',
            finish_by: '2026-11-24T12:00:00.000Z',
            attempts: 0,
            lost_attempts: 0,
            timings: {},
            metadata: { order: '42' },
            links: {
              self: '/v1/tasks/task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1',
              events: '/v1/tasks/task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1/events',
            },
          },
        ],
        has_more: true,
        next_cursor: 'MTc5NTQzNTIwMDAwMC50YXNrXzAxOWFiMGM0LTUyZjMtN2NjMS1iNmEzLTBkM2M1YWM3ZDllMQ',
      },
    ],
  });
export type TaskList = z.infer<typeof taskList>;
