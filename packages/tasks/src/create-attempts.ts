import type { TaskPayload } from '@millrace/contracts';
import { createScript, guarded, type Keys, type Script, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { Attempt, BeginOutcome, Ending, LoadOutcome, OpenTask, SettleOutcome, StopReason } from './attempt-outcomes.js';
import type { Attempts, RetryOutcome } from './attempts.js';

export interface AttemptsOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
  /** This worker's instance name. */
  readonly worker: string;
  /** Slugs of the routes this worker serves. */
  readonly routes: readonly string[];
  /** Most attempts of one task that may die with their worker before it counts as the cause. */
  readonly maxLostAttempts: number;
  readonly resultTtlSeconds: number;
  readonly tombstoneTtlSeconds: number;
  /** An attempt that has not been renewed for this long is dead; sweeper and workers must agree on it. */
  readonly leaseMs?: number;
}

/** Renewals come every second, so a pause of several is survived; a dead worker's attempts are free again after this. */
export const attemptLeaseMs = 8_000;

const recordFields = ['state', 'run', 'tenant', 'route', 'model', 'created', 'finish_by', 'request'] as const;
const openStates = new Set(['scheduled', 'queued', 'running']);

export const createAttempts = (options: AttemptsOptions): Attempts => {
  const { redis, keys, seal, worker, routes, leaseMs = attemptLeaseMs } = options;
  const script = (name: string): Script => createScript({ redis, keys, name });
  const [begin, settle, release, renew] = [script('begin'), script('settle'), script('release'), script('renew')];
  const ttls = [options.resultTtlSeconds * 1000, options.tombstoneTtlSeconds * 1000];

  const settleWith = async (task: OpenTask, fence: number | '', ending: Ending, cached: boolean): Promise<SettleOutcome> => {
    const result = ending.state === 'succeeded' ? seal.seal(JSON.stringify(ending.result), `${task.id}:result`) : '';
    const head = [task.id, task.run, fence, ending.state, ...ttls, result];
    const [kind, totalMs] = (await settle(keys.task(task.id), [...head, ...fieldsOf(ending, cached)])) as [string, number];
    return kind === 'settled' ? { kind, totalMs } : { kind: 'refused' };
  };

  return {
    async load({ taskId, run }): Promise<LoadOutcome> {
      const [record, payload] = await guarded(() =>
        Promise.all([redis.hmget(keys.task(taskId), ...recordFields), redis.get(keys.payload(taskId))]),
      );
      const [state, currentRun, tenant, route, model, created, finishBy, requestId] = record.map((value) => value ?? '');
      if (!openStates.has(state ?? '') || Number(currentRun) !== run || payload === null) return { kind: 'over' };
      const opened = JSON.parse(seal.open(payload, `${taskId}:payload`)) as TaskPayload;
      const times = { createdAtMs: Number(created), finishByMs: Number(finishBy) };
      const names = { tenant: tenant ?? '', route: route ?? '', model: model ?? '', requestId: requestId ?? '' };
      return { kind: 'open', task: { id: taskId, run, ...names, ...times, payload: opened } };
    },

    async begin(task, deployment): Promise<BeginOutcome> {
      const args = [task.id, task.run, worker, deployment, leaseMs, options.maxLostAttempts, ...ttls];
      return toBeginOutcome(task, (await begin(keys.task(task.id), args)) as [string, ...never[]]);
    },

    settle: (task, attempt, ending) => settleWith(task, attempt.fence, ending, false),
    settleCached: (task, answer) => settleWith(task, '', { state: 'succeeded', ...answer }, true),

    async retryLater({ taskId, fence }, { code, waitMs }): Promise<RetryOutcome> {
      const args = [taskId, fence, 'failed', Math.round(waitMs), code];
      const [kind, retryAtMs] = (await release(keys.task(taskId), args)) as [string, number];
      return kind === 'waiting' ? { kind, retryAtMs } : { kind: 'over' };
    },

    async handBack({ taskId, fence }) {
      await release(keys.task(taskId), [taskId, fence, 'handed_back', 0, '']);
    },

    async renew(attempts) {
      const running = attempts.flatMap(({ taskId, fence }) => [taskId, fence]);
      const stop = (await renew(keys.attempts, [worker, leaseMs, routes.length, ...routes, ...running])) as string[];
      return new Map(pairsOf(stop));
    },
  };
};

const toBeginOutcome = (task: OpenTask, [kind, ...rest]: [string, ...never[]]): BeginOutcome => {
  switch (kind) {
    case 'begun': {
      const [fence, number, queuedMs] = rest;
      return { kind, attempt: { taskId: task.id, run: task.run, fence, number, queuedMs } as unknown as Attempt };
    }
    case 'wait':
      return { kind, reason: rest[0] as never, untilMs: Number(rest[1]) };
    case 'ended':
      return { kind, state: rest[0] as never, code: rest[1] as never };
    default:
      return { kind: 'over' };
  }
};

const fieldsOf = (ending: Ending, cached: boolean): (string | number)[] => [
  ...(ending.usage ? ['usage', JSON.stringify(ending.usage)] : []),
  ...(cached ? ['cached', 1] : []),
  ...(ending.state === 'succeeded' && ending.firstDeltaMs !== undefined ? ['first_delta', Math.round(ending.firstDeltaMs)] : []),
  ...(ending.state === 'succeeded' ? [] : ['code', ending.code, 'message', ending.message]),
];

const pairsOf = (flat: readonly string[]): [string, StopReason][] =>
  flat.flatMap((id, place) => (place % 2 === 0 ? [[id, flat[place + 1] as StopReason] as [string, StopReason]] : []));
