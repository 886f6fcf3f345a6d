import { randomUUID } from 'node:crypto';
import type { Route, TaskResult } from '@millrace/contracts';
import { createJobScripts } from '@millrace/queue';
import { newTaskId, systemClock } from '@millrace/runtime';
import { createKeys, plainSeal, type StoredTask } from '@millrace/store';
import { redisForTests } from '@millrace/testing';
import type { Redis } from 'ioredis';
import type { OpenTask } from '../attempt-outcomes.js';
import { createCancelTask } from '../cancel-task.js';
import { createAttempts } from '../create-attempts.js';
import { createEraseTask } from '../erase-task.js';
import type { KeptAnswer } from '../kept-answer.js';
import { createListTasks } from '../list-tasks.js';
import { createReadLedger } from '../read-ledger.js';
import { createReadSubmission } from '../read-submission.js';
import { createReadTask } from '../read-task.js';
import type { SubmitRequest } from '../submit-outcome.js';
import { createSubmitTask, type SubmitTaskOptions } from '../submit-task.js';
import { createSweeper } from '../sweeper.js';
import { createTendHeld } from '../tend-held.js';
import { only } from './only.js';

export const route: Route = { slug: 'gpt-test', model: 'gpt.test' };

export const request: SubmitRequest = {
  tenant: 'acme',
  keyId: 'key-1',
  route,
  requestId: 'request-1',
  payload: { messages: [{ role: 'user', content: 'hello' }], metadata: { order: '42' } },
};

export const result: TaskResult = {
  text: 'hi',
  message: { role: 'assistant', content: 'hi' },
  finishReason: 'stop',
  model: 'm',
  deployment: 'd',
};
export const usage = { inputTokens: 1, outputTokens: 2, totalTokens: 3 };

export interface GroundOptions {
  readonly leaseMs?: number;
  readonly maxLostAttempts?: number;
  readonly mostPendingDeliveries?: number;
  /** Of a Redis of the test's own. */
  readonly url?: string;
}

/** The domain on a real Redis under a prefix of its own, with two workers. */
export const createGround = (options: GroundOptions = {}) => {
  const parts = createParts(options);
  return { ...parts, ...createShortcuts(parts) };
};

export type Ground = ReturnType<typeof createGround>;

type Parts = ReturnType<typeof createParts>;

const createParts = ({ leaseMs = 8000, maxLostAttempts = 5, mostPendingDeliveries = 100_000, ...server }: GroundOptions) => {
  const { redis, prefix, close, connect, keys: keysNow } = redisForTests(server);
  const keys = createKeys(prefix);
  const jobs = createJobScripts({ queuesPrefix: keys.queues, mostPendingDeliveries });
  const ttls = { resultTtlSeconds: 3600, tombstoneTtlSeconds: 7200 };
  const base = { redis, keys, seal: plainSeal, jobs };
  const submitter = (more: Partial<SubmitTaskOptions> = {}) =>
    createSubmitTask({
      ...base,
      memory: { nearlyFull: () => false },
      newId: newTaskId,
      maxOpenTasks: 1000,
      limit: { limit: 1000, windowSeconds: 60 },
      finishBySeconds: 3600,
      priorityWeights: { interactive: 4, standard: 1, bulk: 0.25 },
      maxScheduleAheadSeconds: 86_400,
      maxResultTtlSeconds: 7200,
      patienceMs: 5000,
      ...more,
    });
  const worker = (name: string) =>
    createAttempts({ ...base, ...ttls, clock: systemClock, worker: name, routes: () => [route.slug], maxLostAttempts, leaseMs });
  const fail = (error: unknown): never => {
    throw error;
  };
  const sweeper = (instance: string) =>
    createSweeper({ ...base, ...ttls, instance, maxLostAttempts, leaseMs, onReport: () => {}, onError: fail });
  return {
    redis,
    seal: plainSeal,
    jobs,
    keys,
    connect: (): Redis => connect(),
    /** The keys there are now. */
    keysNow,
    close,
    submitter,
    submit: submitter(),
    sweeper,
    tendHeld: createTendHeld(base),
    /** An answer as `settle` keeps it. */
    keepAnswer: (digest: string, answer: KeptAnswer, ttlSeconds: number) =>
      redis.set(keys.cachedAnswer(digest), JSON.stringify(answer), 'EX', ttlSeconds),
    cancel: createCancelTask({ ...base, ...ttls }),
    erase: createEraseTask({ ...base, ...ttls }),
    read: createReadTask(base),
    list: createListTasks(base),
    readSubmission: createReadSubmission(base),
    readLedger: createReadLedger(base),
    one: worker('worker-1'),
    two: worker('worker-2'),
  };
};

const createShortcuts = ({ redis, keys, connect, submit, read, readLedger, one }: Parts) => ({
  /** Listens to a channel from now on; `first` is what is said there first. */
  async listenTo(channel: string): Promise<{ readonly first: Promise<string> }> {
    const listener = connect();
    const first = new Promise<string>((resolve) => listener.on('message', (_channel: string, said: string) => resolve(said)));
    await listener.subscribe(channel);
    return { first };
  },
  /** Submits a task that must be accepted. */
  async accepted(more: Partial<SubmitRequest> = {}, submitTask = submit) {
    const outcome = await submitTask({ ...request, ...more });
    if (outcome.kind !== 'accepted') throw new Error(`not accepted but ${outcome.kind}`);
    return outcome.task;
  },
  async opened(id: string, run = 1): Promise<OpenTask> {
    const loaded = await one.load({ taskId: id, run });
    if (loaded.kind !== 'open') throw new Error('not open');
    return loaded.task;
  },
  async begun(task: OpenTask, attempts = one) {
    const outcome = await attempts.begin(task, { candidates: only('d'), pickUp: randomUUID() });
    if (outcome.kind !== 'begun') throw new Error(`not begun but ${outcome.kind}`);
    return outcome.attempt;
  },
  /** Without when it was read, which differs from look to look. */
  async found(id: string, tenant = request.tenant): Promise<Omit<StoredTask, 'readAtMs'>> {
    const outcome = await read({ tenant, id });
    if (outcome.kind !== 'found') throw new Error(`not found but ${outcome.kind}`);
    const { readAtMs: _, ...task } = outcome.task;
    return task;
  },
  /** Throws unless the books add up. */
  async checkLedger() {
    const ledger = await readLedger();
    const { submitted, succeeded, failed, cancelled, expired, open } = ledger;
    if (submitted !== succeeded + failed + cancelled + expired + open)
      throw new Error(`the books do not add up: ${JSON.stringify(ledger)}`);
    return ledger;
  },
  /** As if everyone had been calling in without a pause for long. */
  async longPulse() {
    const [seconds] = await redis.time();
    await redis.hset(keys.pulse, { last: Number(seconds) * 1000, since: Number(seconds) * 1000 - 3_600_000 });
  },
});
