import type { FinalState } from '@millrace/contracts';
import type { JobScripts } from '@millrace/queue';
import { type Clock, estimateInputTokens } from '@millrace/runtime';
import { createScript, type Keys, type Script, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { Attempt, BeginOutcome, OpenTask, SettleOutcome, StopReason } from './attempt-outcomes.js';
import type { Attempts, ReleaseOutcome } from './attempts.js';
import { createBatchedScript } from './batched-script.js';
import { type BeginAnswer, toBeginOutcome } from './begin-answer.js';
import { type CallReport, reportArgument, unreported } from './call-report.js';
import { createFlushDeltas } from './flush-deltas.js';
import { readKept } from './kept-answer.js';
import { createLoadTask } from './load-task.js';
import { readProviderChanges } from './provider-change.js';
import { noWork, type RouteWork } from './route-work.js';
import { settleArguments, usageArgument } from './settle-arguments.js';
import { type BudgetNews, readBudgetNews, withoutBudgetNews } from './usage/budget-news.js';

export interface AttemptsOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
  readonly jobs: JobScripts;
  readonly clock: Clock;
  /** This worker's instance name. */
  readonly worker: string;
  /** Slugs of the routes this worker works on now. */
  readonly routes: () => readonly string[];
  /** How many attempts this worker runs at once at most now, which others can see. */
  readonly concurrency?: () => number;
  /** Most attempts of one task that may die with their worker before it counts as the cause. */
  readonly maxLostAttempts: number;
  readonly resultTtlSeconds: number;
  readonly tombstoneTtlSeconds: number;
  /** An attempt that has not been renewed for this long is dead; sweeper and workers must agree on it. */
  readonly leaseMs?: number;
  /** For choosing among deployments and spreading waits. */
  readonly random?: () => number;
  /** Told when a call or a task that is held shows that a budget is nearly or wholly used up. */
  readonly onBudgetNews?: ((news: BudgetNews) => void) | undefined;
}

/** Renewals come every second, so a pause of several is survived; a dead worker's attempts are free again after this. */
export const attemptLeaseMs = 8_000;

export const createAttempts = (options: AttemptsOptions): Attempts => {
  const { redis, keys, seal, clock, worker, leaseMs = attemptLeaseMs, random = Math.random } = options;
  const heard = hearing(options.onBudgetNews);
  const batch = (name: string, prelude = ''): Script => createBatchedScript({ redis, keys, name, prelude });
  // What ends a task may let another one run, and what ends a call may have webhooks told of it.
  const ending = (name: string): Script => batch(name, options.jobs.lua);
  const [begin, settle, settleKept] = [ending('begin'), ending('settle'), ending('settle-kept')];
  const renew = createScript({ redis, keys, name: 'renew' });
  const releaseAs = createRelease(ending('release'), keys, { random, heard });
  const ttls = [options.resultTtlSeconds * 1000, options.tombstoneTtlSeconds * 1000];
  /** How far the clock here is ahead of that of Redis, as the last renewal found. */
  let aheadMs = 0;

  return {
    load: createLoadTask({ redis, keys, seal, aheadMs: () => aheadMs }),

    async begin(task, request): Promise<BeginOutcome> {
      const { candidates, pickUp, digest = '', fresh = false } = request;
      const looks = digest !== '' && !fresh ? '1' : '';
      const about = [task.id, task.run, worker, candidates.json, pickUp, leaseMs, options.maxLostAttempts, ...ttls, digest, looks];
      const args = [...about, ...sizeOf(task), random()];
      const answer = (await begin(keys.task(task.id), args)) as BeginAnswer;
      if (answer[0] === 'held') heard(answer[1]);
      if (answer[0] !== 'kept') return toBeginOutcome(task, answer);
      const kept = readKept(seal, digest, answer[1]);
      return kept ? { kind: 'kept', answer: kept, ttlMs: answer[2] } : this.begin(task, { ...request, fresh: true });
    },

    flush: createFlushDeltas({ redis, keys, seal }),

    async settle(task, attempt, ending, call = unreported): Promise<SettleOutcome> {
      const written = [...settleArguments(seal, task, ending), reportArgument(call, random)];
      const args = [task.id, task.run, attempt.fence, ending.state, ...ttls, ...written];
      return toSettleOutcome((await settle(keys.task(task.id), args)) as SettleAnswer, heard);
    },

    async settleCached(task, { result, usage }, digest = ''): Promise<SettleOutcome> {
      const sealed = seal.seal(JSON.stringify(result), `${task.id}:result`);
      const args = [task.id, task.run, leaseMs, ...ttls, sealed, usageArgument(usage), digest];
      return toSettleOutcome((await settleKept(keys.task(task.id), args)) as SettleAnswer);
    },

    retryLater: (attempt, failure) => releaseAs('failed', attempt, failure),

    handBack: (attempt, failure = {}) => releaseAs('handed_back', attempt, failure),

    async renew(attempts, work = new Map()) {
      const running = attempts.flatMap(({ taskId, fence }) => [taskId, fence]);
      const routes = options.routes();
      const self = [worker, leaseMs, options.concurrency?.() ?? '', routes.length];
      const [nowMs, stop] = (await renew(keys.attempts, [...self, ...worked(routes, work), ...running])) as [number, string[]];
      aheadMs = clock() - nowMs;
      return new Map(pairsOf(stop));
    },
  };
};

/** Tells what a script answered of budgets, and gives back the rest. */
type Heard = (text: string) => string;

const hearing =
  (onBudgetNews: AttemptsOptions['onBudgetNews']): Heard =>
  (text) => {
    for (const news of readBudgetNews(text)) onBudgetNews?.(news);
    return withoutBudgetNews(text);
  };

/** Tokens in as estimated, and the most that may come out (0 = the task does not say). */
const sizeOf = ({ payload }: OpenTask): [number, number] => [estimateInputTokens(payload), payload.maxTokens ?? 0];

/** What `settle.lua` and `settle-kept.lua` answer. */
type SettleAnswer = ['settled', totalMs: number, state: FinalState, changes?: string] | ['refused'];

const toSettleOutcome = (answer: SettleAnswer, heard: Heard = (text) => text): SettleOutcome =>
  answer[0] === 'settled'
    ? { kind: 'settled', totalMs: answer[1], state: answer[2], changes: readProviderChanges(heard(answer[3] ?? '')) }
    : { kind: 'refused' };

interface Release {
  readonly waitMs?: number;
  readonly code?: string;
  readonly call?: CallReport;
}

const createRelease =
  (release: Script, keys: Keys, { random, heard }: { readonly random: () => number; readonly heard: Heard }) =>
  async (kind: 'failed' | 'handed_back', { taskId, fence }: Attempt, { waitMs = 0, code = '', call = unreported }: Release) => {
    const args = [taskId, fence, kind, Math.round(waitMs), code, reportArgument(call, random)];
    return toReleaseOutcome((await release(keys.task(taskId), args)) as ReleaseAnswer, heard);
  };

type ReleaseAnswer = ['waiting', waitMs: number, changes: string] | ['over'];

const toReleaseOutcome = (answer: ReleaseAnswer, heard: Heard): ReleaseOutcome =>
  answer[0] === 'waiting' ? { kind: 'waiting', waitMs: answer[1], changes: readProviderChanges(heard(answer[2])) } : { kind: 'over' };

const worked = (routes: readonly string[], work: ReadonlyMap<string, RouteWork>): (string | number)[] =>
  routes.flatMap((route) => {
    const { tasks, inputTokens, outputTokens } = work.get(route) ?? noWork;
    return [route, tasks, inputTokens, outputTokens];
  });

const pairsOf = (flat: readonly string[]): [string, StopReason][] =>
  flat.flatMap((id, place) => (place % 2 === 0 ? [[id, flat[place + 1] as StopReason] as [string, StopReason]] : []));
