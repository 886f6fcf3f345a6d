import type { JobScripts } from '@millrace/queue';
import { createScript, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

export interface TendSharesOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly jobs: JobScripts;
  /** Priorities in use that are enough for a new base. Default 2^19 of BullMQ's 2^21, so that as much again and more can wait. */
  readonly enough?: number;
  /** Jobs rewritten in one call, which takes Redis a few milliseconds. Default 1,000. */
  readonly jobsAtOnce?: number;
}

const routesAtOnce = 5;
/** Of one call; what is left has time until the next. */
const mostRounds = 40;

/** Forgets idle tenants of some routes and keeps priorities within BullMQ's range. Throws `StoreUnavailableError`. */
export const createTendShares = ({ redis, keys, jobs, enough = 2 ** 19, jobsAtOnce = 1000 }: TendSharesOptions): (() => Promise<void>) => {
  const script = createScript({ redis, keys, name: 'tend-share', prelude: jobs.rebaseLua });
  /** A route whose jobs are half rewritten goes before all others. */
  let route = '';

  return async () => {
    for (let round = 0, looked = 0; round < mostRounds && looked < routesAtOnce; round += 1) {
      const [tended, , , more] = (await script(keys.fairRoutes, [route, enough, jobsAtOnce])) as [string, number, number, number];
      route = more === 1 ? tended : '';
      if (more === 0) looked += 1;
    }
  };
};
