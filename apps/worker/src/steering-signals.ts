import type { Service } from '@millrace/runtime';
import { guarded, type Keys, StoreUnavailableError } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { AnswerCache } from './answer-cache.js';
import type { Renewals } from './renewals.js';
import type { AttemptStreams } from './streaming/attempt-streams.js';

export interface SteeringSignalsOptions {
  /** A connection of its own that only listens. */
  readonly subscriber: Redis;
  readonly keys: Pick<Keys, 'cancels' | 'erasures' | 'follows'>;
  readonly renewals: Pick<Renewals, 'interrupt'>;
  readonly cache: Pick<AnswerCache, 'forget' | 'suspend' | 'resume'>;
  readonly streams: Pick<AttemptStreams, 'followed'>;
  /** Called when Redis is there and refuses to let this process listen. */
  readonly onRefused: (error: unknown) => void;
}

/**
 * Hears at once what callers cancel, erase and begin to follow. A cancel that is missed is learned from the next renewal, a reader
 * from what is told next; an erasure that is missed would never be, so while nothing can be heard this process holds no answers.
 */
export const createSteeringSignals = (options: SteeringSignalsOptions): Service => {
  const { subscriber, keys, renewals, cache, streams, onRefused } = options;

  const hear = (channel: string, said: string): void => {
    const [taskId = '', fence] = said.split(' ');
    if (channel === keys.erasures) cache.forget(said);
    else if (channel === keys.follows) streams.followed(said);
    else renewals.interrupt({ taskId, fence: Number(fence) }, 'cancelled');
  };
  const listen = async (): Promise<void> => {
    try {
      await guarded(() => subscriber.subscribe(keys.cancels, keys.erasures, keys.follows));
    } catch (error) {
      // When the connection broke again, the next one listens anew.
      if (!(error instanceof StoreUnavailableError)) onRefused(error);
      return;
    }
    cache.resume();
  };

  return {
    name: 'steering signals',
    async start() {
      cache.suspend();
      subscriber.on('message', hear);
      subscriber.on('close', cache.suspend);
      subscriber.on('ready', listen);
      if (subscriber.status === 'ready') await listen();
    },
    async stop() {
      subscriber.disconnect();
    },
  };
};
