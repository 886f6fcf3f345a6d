import type { TaskState } from '@millrace/contracts';
import { createScript } from '@millrace/store';
import type { SteerOptions, SteerRequest } from './steer-request.js';

export type EraseOutcome =
  /** `state` is `running` until its worker has stopped; then it is `cancelled`. */
  | { readonly kind: 'erased'; readonly state: TaskState; readonly erasedAtMs: number }
  /** Never was, is forgotten, or belongs to another tenant: the same to whoever asks. */
  | { readonly kind: 'unknown' };

/** Erases what a task of one tenant asked and what came of it; one that is open is cancelled as well. Throws `StoreUnavailableError`. */
export type EraseTask = (request: SteerRequest) => Promise<EraseOutcome>;

export const createEraseTask = ({ redis, keys, jobs, resultTtlSeconds, tombstoneTtlSeconds }: SteerOptions): EraseTask => {
  const script = createScript({ redis, keys, name: 'erase', prelude: jobs.lua });
  return async ({ tenant, id }) => {
    const args = [id, tenant, resultTtlSeconds * 1000, tombstoneTtlSeconds * 1000];
    const answer = (await script(keys.task(id), args)) as ['erased', TaskState, number] | ['unknown'];
    return answer[0] === 'erased' ? { kind: 'erased', state: answer[1], erasedAtMs: answer[2] } : { kind: 'unknown' };
  };
};
