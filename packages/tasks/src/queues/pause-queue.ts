import { createPauseScript } from '@millrace/queue';
import { type Actor, actorArgument, createScript, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

/** Pauses or resumes a route, with its entry in the audit log; says whether that changed anything. Throws `StoreUnavailableError` or `StoreFullError`. */
export type PauseQueue = (request: { readonly route: string; readonly paused: boolean; readonly actor: Actor }) => Promise<boolean>;

export const createPauseQueue = ({ redis, keys }: { readonly redis: Redis; readonly keys: Keys }): PauseQueue => {
  const script = createScript({ redis, keys, name: 'pause-queue', prelude: createPauseScript({ queuesPrefix: keys.queues }) });
  return async ({ route, paused, actor }) => (await script(keys.audit, [route, paused ? 'paused' : 'resumed', actorArgument(actor)])) === 1;
};
