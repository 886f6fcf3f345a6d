import type { FailureCode, FinalState, TaskResult, TokenUsage, WaitingReason } from '@millrace/contracts';
import type { Clock } from '@millrace/runtime';
import { createScript, type Keys, type Script, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { BeginOutcome, Ending, OpenTask, SettleOutcome, StopReason } from './attempt-outcomes.js';
import type { Attempts, RetryOutcome } from './attempts.js';
import { createBatchedScript } from './batched-script.js';
import type { KeptAnswer } from './keep-answer.js';
import { createLoadTask } from './load-task.js';

export interface AttemptsOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
  readonly clock: Clock;
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

export const createAttempts = (options: AttemptsOptions): Attempts => {
  const { redis, keys, seal, clock, worker, routes, leaseMs = attemptLeaseMs } = options;
  const batch = (name: string): Script => createBatchedScript({ redis, keys, name });
  const [begin, settle, settleKept] = [batch('begin'), batch('settle'), batch('settle-kept')];
  const [release, renew] = [batch('release'), createScript({ redis, keys, name: 'renew' })];
  const ttls = [options.resultTtlSeconds * 1000, options.tombstoneTtlSeconds * 1000];
  const sealed = (id: string, result: TaskResult): string => seal.seal(JSON.stringify(result), `${id}:result`);

  /** How far the clock here is ahead of that of Redis, as the last renewal found. */
  let aheadMs = 0;

  return {
    load: createLoadTask({ redis, keys, seal, aheadMs: () => aheadMs }),

    async begin(task, request): Promise<BeginOutcome> {
      const { deployment, pickUp, digest = '' } = request;
      const args = [task.id, task.run, worker, deployment, pickUp, leaseMs, options.maxLostAttempts, ...ttls, digest];
      const answer = (await begin(keys.task(task.id), args)) as BeginAnswer;
      if (answer[0] !== 'kept') return toBeginOutcome(task, answer);
      const kept = readKept(seal, digest, answer[1]);
      // One that cannot be read is as good as none.
      return kept ? { kind: 'kept', answer: kept, ttlMs: answer[2] } : this.begin(task, { deployment, pickUp });
    },

    async settle(task, attempt, ending): Promise<SettleOutcome> {
      const result = ending.state === 'succeeded' ? sealed(task.id, ending.result) : '';
      const head = [task.id, task.run, attempt.fence, ending.state, ...ttls, result];
      return toSettleOutcome((await settle(keys.task(task.id), [...head, ...fieldsOf(ending)])) as SettleAnswer);
    },

    async settleCached(task, { result, usage }): Promise<SettleOutcome> {
      const head = [task.id, task.run, leaseMs, ...ttls, sealed(task.id, result)];
      return toSettleOutcome((await settleKept(keys.task(task.id), [...head, ...usageField(usage)])) as SettleAnswer);
    },

    async retryLater({ taskId, fence }, { code, waitMs }): Promise<RetryOutcome> {
      const args = [taskId, fence, 'failed', Math.round(waitMs), code];
      const [kind, remainingMs = 0] = (await release(keys.task(taskId), args)) as ['waiting' | 'over', number?];
      return kind === 'waiting' ? { kind, waitMs: remainingMs } : { kind };
    },

    async handBack({ taskId, fence }) {
      await release(keys.task(taskId), [taskId, fence, 'handed_back', 0, '']);
    },

    async renew(attempts) {
      const running = attempts.flatMap(({ taskId, fence }) => [taskId, fence]);
      const [nowMs, stop] = (await renew(keys.attempts, [worker, leaseMs, routes.length, ...routes, ...running])) as [number, string[]];
      aheadMs = clock() - nowMs;
      return new Map(pairsOf(stop));
    },
  };
};

/** What `begin.lua` answers. */
type BeginAnswer =
  | ['begun', fence: number, number: number, queuedMs: number]
  | ['kept', sealed: string, ttlMs: number]
  | ['wait', reason: WaitingReason, ms: number]
  | ['ended', state: FinalState, code: FailureCode]
  | ['over'];

const readKept = (seal: Seal, digest: string, sealed: string): KeptAnswer | undefined => {
  try {
    return JSON.parse(seal.open(sealed, digest)) as KeptAnswer;
  } catch {
    return undefined;
  }
};

const toBeginOutcome = ({ id: taskId, run }: OpenTask, answer: Exclude<BeginAnswer, ['kept', ...unknown[]]>): BeginOutcome => {
  switch (answer[0]) {
    case 'begun':
      return { kind: 'begun', attempt: { taskId, run, fence: answer[1], number: answer[2], queuedMs: answer[3] } };
    case 'wait':
      return { kind: 'wait', reason: answer[1], waitMs: answer[2] };
    case 'ended':
      return { kind: 'ended', state: answer[1], code: answer[2] };
    case 'over':
      return { kind: 'over' };
  }
};

/** What `settle.lua` and `settle-kept.lua` answer. */
type SettleAnswer = ['settled', totalMs: number] | ['refused'];

const toSettleOutcome = (answer: SettleAnswer): SettleOutcome =>
  answer[0] === 'settled' ? { kind: 'settled', totalMs: answer[1] } : { kind: 'refused' };

const usageField = (usage: TokenUsage | null | undefined): string[] => (usage ? ['usage', JSON.stringify(usage)] : []);

const fieldsOf = (ending: Ending): (string | number)[] => [
  ...usageField(ending.usage),
  ...(ending.state === 'succeeded' && ending.firstDeltaMs !== undefined ? ['first_delta', Math.round(ending.firstDeltaMs)] : []),
  ...(ending.state === 'succeeded' ? [] : ['code', ending.code, 'message', ending.message]),
];

const pairsOf = (flat: readonly string[]): [string, StopReason][] =>
  flat.flatMap((id, place) => (place % 2 === 0 ? [[id, flat[place + 1] as StopReason] as [string, StopReason]] : []));
