import { isFinal } from '@millrace/contracts';
import { createRouteQueue, type RouteQueue } from '@millrace/queue';
import type { Clock } from '@millrace/runtime';
import { impatient, type Keys, type StoredTask, StoreUnavailableError } from '@millrace/store';
import type { Redis } from 'ioredis';
import { type Prospect, prospectOf, whyNot } from './prospect-of.js';
import { createRecentOutlooks, type RecentOutlook } from './recent-outlooks.js';
import { type RouteOutlook, readOutlook } from './route-outlook.js';

export interface ForeseeOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly clock: Clock;
  /** How long Redis may take before an answer goes without. */
  readonly patienceMs: number;
}

/** Says when open tasks will run. Never throws for a Redis that is away: what is not known is left out. */
export interface Foresee {
  /** Of a task as it was read; costs Redis one command at most, beside a look at its route once a second. */
  ofRead(task: StoredTask): Promise<Prospect>;
  /** Of a task that was submitted here just now; costs no command of its own. */
  ofSubmitted(task: StoredTask): Promise<Prospect>;
  /** Of one task of many: only why it waits. */
  ofListed(task: StoredTask): Promise<Prospect>;
}

export const createForesee = ({ redis, keys, clock, patienceMs }: ForeseeOptions): Foresee => {
  const queues = new Map<string, RouteQueue>();
  const queueOf = (route: string): RouteQueue => {
    const known = queues.get(route) ?? createRouteQueue({ route, queuesPrefix: keys.queues, redis });
    queues.set(route, known);
    return known;
  };
  const read = impatient((route: string) => readOutlook({ redis, keys, queue: queueOf(route), clock }), patienceMs);
  const recent = createRecentOutlooks({ read, clock });
  const rankOf = impatient((task: StoredTask) => queueOf(task.route).ahead({ taskId: task.id, run: task.run }), patienceMs);

  const placeOf = async (task: StoredTask, { waiting }: RouteOutlook, nowMs: number): Promise<number> => {
    if (task.state === 'scheduled') return waiting;
    // Out of line it has been taken; until its retry is due, it will have to stand behind those that wait now.
    return (await rankOf(task)) ?? ((task.retryAtMs ?? 0) > nowMs ? waiting : 0);
  };

  return {
    ofRead: forOpen(async (task) => {
      if (task.state === 'running') return { ahead: 0 };
      const outlook = await recent(task.route).outlook;
      if (isHeld(task)) return whyNot(task, outlook);
      const nowMs = clock() + outlook.redisAheadMs;
      return prospectOf(task, outlook, await placeOf(task, outlook, nowMs), nowMs);
    }),
    ofSubmitted: forOpen(async (task) => {
      const looked = recent(task.route);
      if (isHeld(task)) return whyNot(task, await looked.outlook);
      // A look that is on its way was asked for after this task was stored.
      const counted = !looked.known;
      const outlook = await looked.outlook;
      const ahead = task.state === 'scheduled' ? outlook.waiting : behindAll(task, outlook, looked, counted);
      return prospectOf(task, outlook, ahead, task.createdAtMs);
    }),
    ofListed: forOpen(async (task) => {
      if (task.state !== 'queued') return {};
      return whyNot(task, await recent(task.route).outlook);
    }),
  };
};

/** A held task stands in no line of its route: how soon it may depends on when other tasks of its key end, or on when there is money again. */
const isHeld = ({ state, waitingReason }: StoredTask): boolean =>
  state === 'queued' && (waitingReason === 'in_flight_limit' || waitingReason === 'budget_exhausted');

/** How many wait before the newest task: those of the last look and those submitted since, without those that have probably begun since. */
const behindAll = ({ createdAtMs }: StoredTask, outlook: RouteOutlook, looked: RecentOutlook, counted: boolean): number => {
  if (counted || createdAtMs < outlook.atMs) return Math.max(0, outlook.waiting - 1);
  const { workersAlive, paused, startsPerSecond = 0 } = outlook;
  const begun = workersAlive && !paused ? startsPerSecond * ((createdAtMs - outlook.atMs) / 1000) : 0;
  const before = outlook.waiting + looked.submitted;
  looked.submitted += 1;
  return Math.max(0, Math.round(before - begun));
};

const forOpen =
  (foresee: (task: StoredTask) => Promise<Prospect>) =>
  async (task: StoredTask): Promise<Prospect> => {
    if (isFinal(task.state)) return {};
    try {
      return await foresee(task);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      return {};
    }
  };
