import { within } from '@millrace/runtime';
import type { Redis } from 'ioredis';
import { jobId } from '../job-id.js';
import type { RouteOldest, RouteQueue } from '../route-queue.js';

export interface RouteQueueOptions {
  readonly route: string;
  /** What all queues' keys begin with; holds a hash tag. */
  readonly queuesPrefix: string;
  /** Any connection; it stays the caller's and may be shared. */
  readonly redis: Redis;
  /** How long a look may take, in milliseconds. Default 2,000. */
  readonly timeoutMs?: number;
}

type Answers = readonly (readonly [error: Error | null, answer: unknown])[] | null;

const answersOf = (replies: Answers | undefined): readonly unknown[] => {
  if (!replies) throw new Error('Redis did not answer in time');
  return replies.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
};

const age = (nowMs: number, thenMs: unknown): number | undefined => (thenMs ? Math.max(0, nowMs - Number(thenMs)) : undefined);

const present = (ages: Record<keyof RouteOldest, number | undefined>): RouteOldest =>
  Object.fromEntries(Object.entries(ages).filter(([, ms]) => ms !== undefined));

/** Reads BullMQ's keys of one route in one or two round trips; see {@link RouteQueue}. */
export const createRouteQueue = ({ route, queuesPrefix, redis, timeoutMs = 2000 }: RouteQueueOptions): RouteQueue => {
  const key = (name: string): string => `${queuesPrefix}:${route}:${name}`;
  const look = async (add: (pipeline: ReturnType<Redis['pipeline']>) => { exec(): Promise<Answers> }): Promise<readonly unknown[]> =>
    answersOf(await within(add(redis.pipeline()).exec(), timeoutMs));

  return {
    route,
    async depth() {
      const answers = await look((p) =>
        p.llen(key('wait')).zcard(key('prioritized')).llen(key('active')).zcard(key('delayed')).hexists(key('meta'), 'paused'),
      );
      const [wait = 0, prioritized = 0, active = 0, delayed = 0, paused = 0] = answers.map(Number);
      return { waiting: wait + prioritized, active, delayed, paused: paused === 1 };
    },
    async oldest(nowMs) {
      // Jobs that lost their worker come back into `wait`, which goes before all others.
      const [stalled, [next], [longest], [due]] = (await look((p) =>
        p.lindex(key('wait'), -1).zrange(key('prioritized'), '0', '0').lrange(key('active'), -1, -1).zrange(key('delayed'), '0', '0'),
      )) as [string | null, string[], string[], string[]];
      const jobs: readonly [string | null | undefined, string][] = [
        [stalled ?? next, 'timestamp'],
        [longest, 'processedOn'],
        [due, 'timestamp'],
      ];
      const [waiting, active, delayed] = await look((p) => {
        for (const [id, field] of jobs) p.hget(key(id ?? 'meta'), field);
        return p;
      });
      return present({ waiting: age(nowMs, waiting), active: age(nowMs, active), delayed: age(nowMs, delayed) });
    },
    async ahead({ taskId, run }) {
      const [rank] = await look((p) => p.zrank(key('prioritized'), jobId(taskId, run)));
      return typeof rank === 'number' ? rank : undefined;
    },
  };
};
