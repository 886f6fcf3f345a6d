import { createRouteQueue, type RouteQueue } from '@millrace/queue';
import { guarded, type Keys, redisTimeMs } from '@millrace/store';
import type { Redis } from 'ioredis';
import { readDryness } from '../limits/read-dryness.js';
import { workerSilenceMs } from '../outlook/route-outlook.js';
import { perMinute } from './per-minute.js';
import type { QueueStatus } from './queue-status.js';

export interface ReadQueuesOptions {
  readonly redis: Redis;
  readonly keys: Keys;
}

/** How these routes stand, in their order. Throws `StoreUnavailableError`. */
export type ReadQueues = (routes: readonly string[]) => Promise<readonly QueueStatus[]>;

export const createReadQueues = ({ redis, keys }: ReadQueuesOptions): ReadQueues => {
  const queues = new Map<string, RouteQueue>();
  const queueOf = (route: string): RouteQueue => {
    const queue = queues.get(route) ?? createRouteQueue({ route, queuesPrefix: keys.queues, redis });
    queues.set(route, queue);
    return queue;
  };

  const readQueue = async (route: string, nowMs: number): Promise<QueueStatus> => {
    const [depth, oldest, counts, input, output, workers, deadLetters, held, scheduled, dryText] = await guarded(() =>
      Promise.all([
        queueOf(route).depth(),
        queueOf(route).oldest(nowMs),
        redis.hgetall(keys.throughput(route)),
        redis.hgetall(keys.inputTokens(route)),
        redis.hgetall(keys.outputTokens(route)),
        redis.zcount(keys.workers(route), nowMs - workerSilenceMs, '+inf'),
        redis.zcard(keys.deadLetters(route)),
        redis.hget(keys.heldTasks, route),
        redis.hget(keys.scheduledTasks, route),
        redis.get(keys.dry(route)),
      ]),
    );
    const dry = readDryness(dryText, nowMs);
    return {
      route,
      paused: depth.paused,
      waiting: depth.waiting,
      running: depth.active,
      delayed: depth.delayed,
      scheduled: Number(scheduled ?? 0),
      held: Number(held ?? 0),
      ...(oldest.waiting !== undefined && { oldestWaitingMs: oldest.waiting }),
      ...(oldest.active !== undefined && { oldestRunningMs: oldest.active }),
      startedPerMinute: perMinute(counts, nowMs),
      inputTokensPerMinute: perMinute(input, nowMs),
      outputTokensPerMinute: perMinute(output, nowMs),
      workers,
      deadLetters,
      ...(dry && { dry }),
    };
  };

  return async (routes) => {
    const time = await guarded(() => redis.time());
    return Promise.all(routes.map((route) => readQueue(route, redisTimeMs(time))));
  };
};
