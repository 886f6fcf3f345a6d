import { z } from 'zod';
import { taskStates } from './task-state.js';

/** What erasing a task is answered with. */
export const taskErasure = z
  .object({
    id: z.string().meta({ examples: ['task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1'] }),
    status: z.enum(taskStates).meta({ description: '`running` until the worker that runs it has stopped, and then `cancelled`.' }),
    erased: z.literal(true),
    erased_at: z.string().meta({ format: 'date-time', examples: ['2026-11-23T12:00:00.000Z'] }),
  })
  .meta({
    id: 'TaskErasure',
    examples: [
      { id: 'task_019ab0c4-52f3-7cc1-b6a3-0d3c5ac7d9e1', status: 'succeeded', erased: true, erased_at: '2026-11-23T12:00:00.000Z' },
    ],
  });

export type TaskErasure = z.infer<typeof taskErasure>;
