import { isFinal, type TaskState } from '@millrace/contracts';
import { guarded, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { Channels, Listener } from './channels.js';

/**
 * Waits until a task has ended: resolves `'ended'` at that moment, `'timeout'` after `timeoutMs`, `'aborted'` when the
 * signal fires. Subscribe-then-read: a task that ended before the call resolves at once. Throws `StoreUnavailableError`.
 */
export type WaitForEnd = (request: {
  id: string;
  tenant: string;
  timeoutMs: number;
  signal: AbortSignal;
}) => Promise<'ended' | 'timeout' | 'aborted'>;

export interface WaitForEndOptions {
  /** For short commands. */
  readonly redis: Redis;
  readonly keys: Keys;
  readonly channels: Channels;
}

type End = 'ended' | 'timeout' | 'aborted';

/** Tells waiting requests at the moment their task ends, over Redis pub/sub. */
export const createWaitForEnd = ({ redis, keys, channels }: WaitForEndOptions): WaitForEnd => {
  /** A task that another tenant owns, or nobody, counts as ended: there is nothing to wait for. */
  const isOverFor = async (id: string, tenant: string): Promise<boolean> => {
    const [state, owner] = await guarded(() => redis.hmget(keys.task(id), 'state', 'tenant'));
    return owner !== tenant || isFinal(state as TaskState);
  };

  return async ({ id, tenant, timeoutMs, signal }) => {
    const channel = keys.ended(id);
    const { promise, resolve, reject } = Promise.withResolvers<End>();
    const look = () => isOverFor(id, tenant).then((over) => over && resolve('ended'));
    const listener: Listener = { message: () => resolve('ended'), missed: () => void look().catch(() => {}) };
    const aborted = () => resolve('aborted');
    const timer = setTimeout(() => resolve('timeout'), timeoutMs);
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
    try {
      // Not awaited: a Redis that hangs must hold up neither the timeout nor the signal.
      channels.join(channel, listener).then(look).catch(reject);
      return await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      channels.leave(channel, listener);
    }
  };
};
