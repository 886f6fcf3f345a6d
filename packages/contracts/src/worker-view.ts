import { z } from 'zod';

const exampleWorker = { id: 'worker-1', routes: ['gpt-4o-mini'], running: 40, concurrency: 100, last_seen_at: '2026-11-23T12:00:00.000Z' };

/** A worker as it calls in. */
export const workerView = z
  .object({
    id: z.string(),
    routes: z.array(z.string()).meta({ description: 'The routes it takes tasks from.' }),
    running: z.int().min(0).meta({ description: 'Attempts it runs.' }),
    concurrency: z.int().min(1).optional().meta({ description: 'Attempts it runs at once at most, on all its routes together.' }),
    last_seen_at: z.string().meta({ format: 'date-time', description: 'Workers call in every second.' }),
  })
  .meta({ id: 'Worker', examples: [exampleWorker] });
export type WorkerView = z.infer<typeof workerView>;

export const workerList = z
  .object({ object: z.literal('list'), data: z.array(workerView), has_more: z.literal(false) })
  .meta({ id: 'WorkerList', examples: [{ object: 'list', data: [exampleWorker], has_more: false }] });
export type WorkerList = z.infer<typeof workerList>;
