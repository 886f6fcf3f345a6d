import { createScript } from '@millrace/store';
import type { SteerOptions, SteerRequest } from './steer-request.js';

/**
 * Cancels a task of one tenant: one that waits ends at once, a running one is stopped by its worker and ends then; the record
 * tells which. Does nothing to one that has ended or is not there. Throws `StoreUnavailableError`.
 */
export type CancelTask = (request: SteerRequest) => Promise<void>;

export const createCancelTask = ({ redis, keys, jobs, resultTtlSeconds, tombstoneTtlSeconds }: SteerOptions): CancelTask => {
  const script = createScript({ redis, keys, name: 'cancel', prelude: jobs.lua });
  return async ({ tenant, id }) => {
    await script(keys.task(id), [id, tenant, resultTtlSeconds * 1000, tombstoneTtlSeconds * 1000]);
  };
};
