import type { JobScripts } from '@millrace/queue';
import { type ConfirmDurable, createScript, impatient, type Keys, type MemoryWatch, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import { batched } from './batched.js';
import { readSubmitAnswer } from './read-submit-answer.js';
import type { PriorityWeights } from './share-argument.js';
import { type Submission, submitArguments } from './submit-arguments.js';
import type { SubmitTask, TaskLimit } from './submit-outcome.js';
import { type BudgetNews, readBudgetNews } from './usage/budget-news.js';

export interface SubmitTaskOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
  readonly jobs: JobScripts;
  readonly memory: Pick<MemoryWatch, 'nearlyFull'>;
  readonly newId: () => string;
  /** Most tasks that may be open at once. */
  readonly maxOpenTasks: number;
  /** Per key. */
  readonly limit: TaskLimit;
  /** A task that names no time of its own and has not ended after this long ends `expired`. */
  readonly finishBySeconds: number;
  /** How far ahead a time that a task names may lie. */
  readonly maxScheduleAheadSeconds: number;
  readonly maxResultTtlSeconds: number;
  /** Of the classes of priority; those of keys come with the submission. */
  readonly priorityWeights: PriorityWeights;
  /** How long Redis may take before a submission counts as failed. */
  readonly patienceMs: number;
  /** Told when a task that is refused shows that a budget is used up. */
  readonly onBudgetNews?: ((news: BudgetNews) => void) | undefined;
  /** Asked before an id is told; absent = what Redis does by itself is enough. */
  readonly confirm?: ConfirmDurable | undefined;
  /** How many submissions that arrive together share one call; 16 if absent. */
  readonly maxBatch?: number;
}

/** Of single submissions: more would wait longer than they save. */
const usualBatch = 16;
const firstLookMs = 60_000;

/** Stores a task and its job in one atomic step, once its key's limit and the ceilings allow it. */
export const createSubmitTask = (options: SubmitTaskOptions): SubmitTask => {
  const { redis, keys, seal, memory, newId, limit } = options;
  const script = createScript({ redis, keys, name: 'submit', prelude: options.jobs.lua });
  const header = [options.maxOpenTasks, firstLookMs, options.finishBySeconds * 1000, limit.limit, limit.windowSeconds * 1000];
  const bounds = [options.maxScheduleAheadSeconds * 1000, options.maxResultTtlSeconds * 1000];

  const submitAll = async (batch: readonly Submission[]): Promise<readonly string[]> => {
    const tasks = batch.flatMap((submission) => submitArguments(submission, seal, options.priorityWeights));
    return (await script(keys.open, [...header, ...bounds, ...tasks])) as string[];
  };
  const submit = batched({ run: impatient(submitAll, options.patienceMs), maxBatch: options.maxBatch ?? usualBatch });

  return async (request) => {
    const noRoom = memory.nearlyFull();
    // What was submitted before can still be told; nothing else needs to be asked.
    if (noRoom && !request.idempotency && request.retryOf === undefined) return { kind: 'memory_full' };
    const submission = { id: request.id ?? newId(), request, noRoom };
    const answer = await submit(submission);
    const [, news] = /^exhausted \S+ \S+ (.+)$/.exec(answer) ?? [];
    for (const one of readBudgetNews(news ?? '')) options.onBudgetNews?.(one);
    const outcome = readSubmitAnswer(answer, submission, limit);
    // Also for one that was submitted before: then, perhaps, nobody could tell.
    if (outcome.kind === 'accepted' || outcome.kind === 'replayed') await options.confirm?.();
    return outcome;
  };
};
