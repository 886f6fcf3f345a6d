import { z } from 'zod';
import { taskFailureView } from './task-view.js';

/** The small interface of `POST /process`, `GET /status/{task_id}` and `POST /predict`. */
export const processAccepted = z.object({ task_id: z.string() }).meta({ id: 'ProcessAccepted' });

export const statusView = z
  .object({
    status: z.enum(['processing', 'completed', 'failed']),
    result: z.string().optional().meta({ description: 'The answer, once completed.' }),
    error: taskFailureView.optional().meta({ description: 'Why it failed; cancelled and expired tasks count as failed.' }),
  })
  .meta({ id: 'Status' });

export const prediction = z
  .object({
    task_id: z.string(),
    result: z.string(),
    model: z.string(),
    deployment: z.string().meta({ description: 'Who answered.' }),
  })
  .meta({ id: 'Prediction' });
export type Prediction = z.infer<typeof prediction>;
export type StatusView = z.infer<typeof statusView>;
