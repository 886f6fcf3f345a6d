import { isFinal, type TaskState } from '@millrace/contracts';
import type { Service } from '@millrace/runtime';
import { guarded, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';
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
  const waiting = new Map<string, { id: string; tenant: string; tell: Set<() => void> }>();

  const hasEnded = (id: string, tenant: string): Promise<boolean> => endedFor(tenant, redis, keys.task(id));
  const tell = (channel: string): void => {
    for (const end of waiting.get(channel)?.tell ?? []) end();
  };
  // What was published while the connection was away is lost, so everyone who still waits looks once more.
  const lookAgain = (): void => {
    for (const [channel, { id, tenant }] of waiting) {
      hasEnded(id, tenant).then(
        (ended) => ended && tell(channel),
        () => {},
      );
    }
  };

  const join = async (channel: string, id: string, tenant: string, end: () => void): Promise<void> => {
    const group = waiting.get(channel);
    if (group) group.tell.add(end);
    else waiting.set(channel, { id, tenant, tell: new Set([end]) });
    await guarded(() => subscriber.subscribe(channel));
  };
  const leave = (channel: string, end: () => void): void => {
    const group = waiting.get(channel);
    group?.tell.delete(end);
    if (group?.tell.size !== 0) return;
    waiting.delete(channel);
    subscriber.unsubscribe(channel).catch(() => {});
  };

  return {
    name: 'end signals',
    async start() {
      subscriber.on('message', tell);
      subscriber.on('ready', lookAgain);
    },
    async stop() {
      subscriber.off('message', tell);
      subscriber.off('ready', lookAgain);
    },
    async waitForEnd({ id, tenant, timeoutMs, signal }) {
      const channel = keys.ended(id);
      const { promise, resolve, reject } = Promise.withResolvers<End>();
      const end = () => resolve('ended');
      const aborted = () => resolve('aborted');
      const timer = setTimeout(() => resolve('timeout'), timeoutMs);
      signal.addEventListener('abort', aborted, { once: true });
      try {
        // Not awaited: a Redis that hangs must hold up neither the timeout nor the signal.
        join(channel, id, tenant, end)
          .then(() => waiting.has(channel) && hasEnded(id, tenant))
          .then((ended) => ended && end(), reject);
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

/** A task that another tenant owns, or nobody, counts as ended: there is nothing to wait for. */
const endedFor = async (tenant: string, redis: Redis, key: string): Promise<boolean> => {
  const [state, owner] = await guarded(() => redis.hmget(key, 'state', 'tenant'));
  return owner !== tenant || isFinal(state as TaskState);
};
