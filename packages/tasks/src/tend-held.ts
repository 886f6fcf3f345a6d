import type { JobScripts } from '@millrace/queue';
import { createScript, type Keys } from '@millrace/store';
import type { Redis } from 'ioredis';

const keysAtOnce = 50;
const releasesAtOnce = 50;
/** Of one call; what is left has time until the next. */
const mostRounds = 20;

/** Queues held tasks for which there is room, a bounded number of them. Throws `StoreUnavailableError`. */
export const createTendHeld = ({ redis, keys, jobs }: { redis: Redis; keys: Keys; jobs: JobScripts }): (() => Promise<void>) => {
  const script = createScript({ redis, keys, name: 'tend-held', prelude: jobs.lua });
  return async () => {
    for (let round = 0; round < mostRounds; round += 1) {
      const [released] = (await script(keys.heldKeys, [keysAtOnce, releasesAtOnce])) as [number];
      if (released < releasesAtOnce) return;
    }
  };
};
