import type { JobReference } from '../job-reference.js';

/** What a job of ours carries, or `undefined` for anything else that found its way into the queue. */
export const toJobReference = (data: unknown): JobReference | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const { taskId, tenant, route, run } = data as Record<string, unknown>;
  if (typeof taskId !== 'string' || typeof tenant !== 'string' || typeof route !== 'string') return undefined;
  if (typeof run !== 'number' || !Number.isSafeInteger(run)) return undefined;
  return { taskId, tenant, route, run };
};
