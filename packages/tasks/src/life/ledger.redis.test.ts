import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFinal, type TaskSchedule } from '@millrace/contracts';
import fc from 'fast-check';
import type { SubmitRequest, SubmitTask } from '../submit-outcome.js';
import { createGround, type Ground, request, result, route, usage } from './ground.js';
import { only } from './only.js';

const schedules: readonly TaskSchedule[] = [
  {},
  { runAt: { inMs: 3_600_000 } },
  { startBy: { inMs: 1000 } },
  { runAt: { inMs: 3_600_000 }, startBy: { inMs: 1000 }, finishBy: { inMs: 2000 } },
];
const steps = [
  'submit',
  'submitKeyed',
  'retry',
  'cancel',
  'erase',
  'due',
  'startBy',
  'finishBy',
  'sweep',
  'begin',
  'succeed',
  'die',
] as const;
const story = fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat({ max: 7 })), { minLength: 1, maxLength: 30, size: 'max' });

interface Played {
  readonly submit: SubmitTask;
  readonly ids: string[];
  /** Fields of a record once it is final; they change no more. */
  readonly ends: Map<string, unknown>;
}

const submitted = async ({ ids, submit }: Played, more: Partial<SubmitRequest>): Promise<void> => {
  const outcome = await submit({ ...request, ...more });
  if (outcome.kind === 'accepted') ids.push(outcome.task.id);
  if (outcome.kind === 'replayed') expect(ids).toContain(outcome.id);
};

const jobScore = (ground: Ground, id: string, run: number) =>
  ground.redis.zscore(`${ground.keys.queues}:${route.slug}:prioritized`, `${id}.${run}`);

/** What a worker does with a job, which stays where it is, as if BullMQ had given it back. */
const run = async (ground: Ground, id: string, succeed: boolean): Promise<void> => {
  const run = Number(await ground.redis.hget(ground.keys.task(id), 'run'));
  if ((await jobScore(ground, id, run)) === null) return;
  const loaded = await ground.one.load({ taskId: id, run });
  if (loaded.kind !== 'open') return;
  const begun = await ground.one.begin(loaded.task, { candidates: only('d'), pickUp: randomUUID() });
  if (begun.kind === 'begun' && succeed) await ground.one.settle(loaded.task, begun.attempt, { state: 'succeeded', result, usage });
};

const play = async (ground: Ground, submit: SubmitTask, plot: readonly [(typeof steps)[number], number][]): Promise<void> => {
  const played: Played = { ids: [], submit, ends: new Map() };
  const story = randomUUID();
  for (const [step, which] of plot) {
    const id = played.ids[which % Math.max(1, played.ids.length)] ?? 'task_none';
    const { redis, keys } = ground;
    const open = (await redis.zscore(keys.open, id)) !== null;
    const schedule = schedules[which % schedules.length] as TaskSchedule;
    if (step === 'submit') await submitted(played, { schedule });
    if (step === 'submitKeyed') await submitted(played, { schedule, idempotency: { key: `${story}-${which % 3}`, digest: 'd' } });
    if (step === 'retry') await submitted(played, { retryOf: id });
    if (step === 'cancel') await ground.cancel({ id, tenant: 'acme' });
    if (step === 'erase') await ground.erase({ id, tenant: 'acme' });
    if (step === 'due') await redis.zadd(keys.scheduled, 'XX', 1, id);
    if ((step === 'startBy' || step === 'finishBy') && open) {
      const field = step === 'startBy' ? 'start_by' : 'finish_by';
      if ((await redis.hexists(keys.task(id), field)) === 1) await redis.hset(keys.task(id), field, 1);
      await redis.zadd(keys.open, 'XX', 1, id);
    }
    if (step === 'sweep') await ground.sweeper('a').sweep();
    if (step === 'begin') await run(ground, id, false);
    if (step === 'succeed') await run(ground, id, true);
    if (step === 'die') {
      await ground.longPulse();
      await redis.zadd(keys.attempts, 'XX', 1, id);
    }
    await check(ground, played);
  }
};

const check = async (ground: Ground, { ids, ends }: Played): Promise<void> => {
  await ground.checkLedger();
  const scheduled = await ground.redis.hget(ground.keys.scheduledTasks, route.slug);
  expect(Number(scheduled ?? 0)).toBe(await ground.redis.zcard(ground.keys.scheduled));
  for (const id of ids) {
    const { retried_as: _later, erased, message: _message, ...record } = await ground.redis.hgetall(ground.keys.task(id));
    const state = record.state as Parameters<typeof isFinal>[0];
    if (ends.has(id)) expect(record).toEqual(ends.get(id));
    else if (isFinal(state)) ends.set(id, record);
    const { keys, redis } = ground;
    expect((await redis.zscore(keys.open, id)) === null).toBe(isFinal(state));
    expect((await redis.zscore(keys.scheduled, id)) === null).toBe(state !== 'scheduled');
    const job = await jobScore(ground, id, Number(record.run));
    if (state === 'scheduled') expect(job).toBeNull();
    if (state === 'queued') expect(job).not.toBeNull();
    expect((await redis.zscore(keys.tenantTasks('acme'), id)) === null).toBe(erased !== undefined);
  }
};

describe('in whatever order tasks are submitted, held, cancelled, erased, run, lost and overtaken by their deadlines', () => {
  let ground: Ground;
  let submit: SubmitTask;
  beforeAll(() => {
    ground = createGround({ maxLostAttempts: 1 });
    submit = ground.submitter({ maxOpenTasks: 100_000, limit: { limit: 100_000, windowSeconds: 60 } });
  });
  afterAll(() => ground.close());

  it('the books add up after each step, each ends once, and those that may run have a job, scheduled ones none', async () => {
    await fc.assert(
      fc.asyncProperty(story, (plot) => play(ground, submit, plot)),
      { numRuns: 60 },
    );
  }, 120_000);
});
