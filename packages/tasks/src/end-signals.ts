import { isFinal, type TaskState } from '@millrace/contracts';
import type { Service } from '@millrace/runtime';
import { guarded, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';
import { createEndChannels } from './end-channels.js';
import type { WaitForEnd } from './wait-for-end.js';

export interface EndSignalsOptions {
  /** For short commands. */
  readonly redis: Redis;
  /** A connection of its own that only listens: one for the whole process, however many wait. */
  readonly subscriber: Redis;
  readonly keys: Keys;
}

export interface EndSignals extends Service {
  readonly waitForEnd: WaitForEnd;
}

type End = 'ended' | 'timeout' | 'aborted';

/** Tells waiting requests at the moment their task ends, over Redis pub/sub. */
export const createEndSignals = ({ redis, subscriber, keys }: EndSignalsOptions): EndSignals => {
  const taskOf = new Map<string, string>();

  const stateOf = (id: string) => guarded(() => redis.hmget(keys.task(id), 'state', 'tenant'));
  const hasEnded = async (channel: string): Promise<boolean> => {
    const [state] = await stateOf(taskOf.get(channel) ?? '');
    return !state || isFinal(state as TaskState);
  };
  const channels = createEndChannels({ subscriber, hasEnded });

  /** A task that another tenant owns, or nobody, counts as ended: there is nothing to wait for. */
  const isOverFor = async (id: string, tenant: string): Promise<boolean> => {
    const [state, owner] = await stateOf(id);
    return owner !== tenant || isFinal(state as TaskState);
  };
  const leave = (channel: string, end: () => void): void => {
    channels.leave(channel, end);
    if (!channels.has(channel)) taskOf.delete(channel);
  };

  return {
    name: 'end signals',
    start: async () => channels.start(),
    stop: async () => channels.stop(),
    async waitForEnd({ id, tenant, timeoutMs, signal }) {
      const channel = keys.ended(id);
      const { promise, resolve, reject } = Promise.withResolvers<End>();
      const end = () => resolve('ended');
      const aborted = () => resolve('aborted');
      const timer = setTimeout(() => resolve('timeout'), timeoutMs);
      signal.addEventListener('abort', aborted, { once: true });
      taskOf.set(channel, id);
      try {
        // Not awaited: a Redis that hangs must hold up neither the timeout nor the signal.
        channels
          .join(channel, end)
          .then(() => channels.has(channel) && isOverFor(id, tenant))
          .then((over) => over && end(), reject);
        if (signal.aborted) aborted();
        return await promise;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        leave(channel, end);
      }
    },
  };
};
