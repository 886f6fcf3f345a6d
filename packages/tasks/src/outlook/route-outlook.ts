import type { RouteQueue } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';
import { guarded, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { Dryness } from '../limits/provider-status.js';
import { readDryness } from '../limits/read-dryness.js';
import { startsPerSecond } from './starts-per-second.js';

/** How things stand on a route, as far as they decide when its tasks begin. */
export interface RouteOutlook {
  /** Tasks that stand in line. */
  readonly waiting: number;
  /** Whether nothing is handed out. */
  readonly paused: boolean;
  readonly workersAlive: boolean;
  /** Attempts that can begin in a second; undefined while none was seen to. */
  readonly startsPerSecond?: number;
  /** Present while no deployment has room for its tasks. */
  readonly dry?: Dryness;
  /** When this was so, by the clock of Redis. */
  readonly atMs: number;
  /** How far that clock is ahead of the one here. */
  readonly redisAheadMs: number;
}

export interface ReadOutlookOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly queue: Pick<RouteQueue, 'route' | 'depth'>;
  readonly clock: Clock;
}

/** Looks at a route, in one round trip. Throws `StoreUnavailableError`. */
export const readOutlook = async ({ redis, keys, queue, clock }: ReadOutlookOptions): Promise<RouteOutlook> => {
  const { route } = queue;
  const [depth, newest, buckets, dryText, [seconds, micros]] = await guarded(() =>
    Promise.all([
      queue.depth(),
      redis.zrange(keys.workers(route), '0', '0', 'REV', 'WITHSCORES'),
      redis.hgetall(keys.throughput(route)),
      redis.get(keys.dry(route)),
      redis.time(),
    ]),
  );
  const atMs = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  const dry = readDryness(dryText, atMs);
  const rate = startsPerSecond(buckets, atMs);
  return {
    waiting: depth.waiting,
    paused: depth.paused,
    workersAlive: Number(newest[1] ?? 0) > atMs - workerSilenceMs,
    ...(rate !== undefined && { startsPerSecond: rate }),
    ...(dry && { dry }),
    atMs,
    redisAheadMs: atMs - clock(),
  };
};

/** Workers call in every second; one that has been silent for this long is not counted on. */
export const workerSilenceMs = 10_000;
