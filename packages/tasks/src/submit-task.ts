import type { JobScripts } from '@millrace/queue';
import { createScript, impatient, type Keys, type MemoryWatch, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import { batched } from './batched.js';
import type { LimitState, SubmitOutcome, SubmitRequest, SubmitTask, TaskLimit } from './submit-outcome.js';

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
  /** A task that has not ended after this long ends `expired`. */
  readonly finishBySeconds: number;
  /** How long Redis may take before a submission counts as failed. */
  readonly patienceMs: number;
}

/** Submissions that arrive together share one call of up to this many: more would wait longer than they save. */
const maxBatch = 16;
const firstLookMs = 60_000;

interface Submission {
  readonly id: string;
  readonly request: SubmitRequest;
}
/** What became of one task: the first word of its answer, and the figures behind it. */
interface Answer {
  readonly kind: 'accepted' | 'limited' | 'full';
  readonly figures: readonly number[];
}

/** Stores a task and its job in one atomic step, once its key's limit and the ceilings allow it. */
export const createSubmitTask = (options: SubmitTaskOptions): SubmitTask => {
  const { redis, keys, memory, newId, limit } = options;
  const script = createScript({ redis, keys, name: 'submit', prelude: options.jobs.lua });
  const header = [options.maxOpenTasks, firstLookMs, options.finishBySeconds * 1000, limit.limit, limit.windowSeconds * 1000];

  const submitAll = async (batch: readonly Submission[]): Promise<readonly Answer[]> =>
    ((await script(keys.open, [...header, ...batch.flatMap((submission) => argumentsOf(submission, options))])) as string[]).map(
      readAnswer,
    );
  const submit = batched({ run: impatient(submitAll, options.patienceMs), maxBatch });

  return async (request) => {
    if (memory.nearlyFull()) return { kind: 'memory_full' };
    const id = newId();
    return toOutcome(id, request, await submit({ id, request }), limit);
  };
};

const argumentsOf = ({ id, request }: Submission, { seal }: SubmitTaskOptions): string[] => {
  const { tenant, keyId, route, payload, requestId } = request;
  const { metadata, ...question } = payload;
  return [
    id,
    tenant,
    keyId,
    route.slug,
    route.model,
    seal.seal(JSON.stringify(question), `${id}:payload`),
    metadata ? seal.seal(JSON.stringify(metadata), `${id}:metadata`) : '',
    requestId,
  ];
};

const readAnswer = (text: string): Answer => {
  const [kind, ...figures] = text.split(' ');
  return { kind: kind as Answer['kind'], figures: figures.map(Number) };
};

const toOutcome = (id: string, request: SubmitRequest, { kind, figures }: Answer, limit: TaskLimit): SubmitOutcome => {
  if (kind === 'full') return { kind: 'queue_full', openTasks: figures[0] ?? 0 };
  const [first = 0, second = 0, third = 0, fourth = 0] = figures;
  if (kind === 'limited') return { kind: 'limited', retryAfterMs: first, limit: stateOf(limit, second, third) };
  const { tenant, route, payload } = request;
  return {
    kind: 'accepted',
    limit: stateOf(limit, third, fourth),
    task: {
      id,
      tenant,
      state: 'queued',
      route: route.slug,
      model: route.model,
      createdAtMs: first,
      finishByMs: second,
      attempts: 0,
      lostAttempts: 0,
      attemptHistory: [],
      cached: false,
      ...(payload.metadata && { metadata: payload.metadata }),
    },
  };
};

const stateOf = (limit: TaskLimit, remaining: number, resetMs: number): LimitState => ({ ...limit, remaining, resetMs });
