import type { Redis } from 'ioredis';

/** How many jobs of a BullMQ queue have not ended: both systems have one, so both are looked at alike. */
export const unfinished = async (redis: Redis, queueKey: string): Promise<number> => {
  const answers = await redis
    .pipeline()
    .llen(`${queueKey}:wait`)
    .zcard(`${queueKey}:prioritized`)
    .llen(`${queueKey}:active`)
    .zcard(`${queueKey}:delayed`)
    .exec();
  return (answers ?? []).reduce((sum, [, count]) => sum + Number(count), 0);
};
