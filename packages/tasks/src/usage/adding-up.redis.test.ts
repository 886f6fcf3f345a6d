import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Attempt, OpenTask } from '../attempt-outcomes.js';
import { candidatesOf } from '../candidates.js';
import { createGround, type Ground, request, result, usage } from '../life/ground.js';
import { deployment } from '../limits/limiter-ground.js';

const price = { inputPerMillion: 3, cachedInputPerMillion: 1, outputPerMillion: 11 };
const candidates = candidatesOf({ tiers: [['one', 'two'].map((name) => deployment(name, { price }))] });
const keyIds = ['key-1', 'key-2'];

const steps = fc.array(
  fc.record({
    does: fc.constantFrom('submit', 'submit', 'begin', 'begin', 'settle', 'settle', 'retry', 'hand back', 'die', 'wake', 'cancel', 'erase'),
    which: fc.nat(50),
    costNano: fc.integer({ min: 0, max: 5_000_000 }),
  }),
  { minLength: 30, maxLength: 120, size: 'max' },
);

interface Running {
  readonly task: OpenTask;
  readonly attempt: Attempt;
}

/** Tasks of two keys at two deployments, to which everything happens that can. */
const play = (ground: Ground) => {
  const ids: string[] = [];
  const running: Running[] = [];
  const dead: Running[] = [];
  const take = (from: Running[], which: number): Running | undefined => from.splice(which % Math.max(1, from.length), 1)[0];
  const report = (costNano: number) => ({ verdict: 'ok', tokens: { input: 2, cachedInput: 0, output: 3 }, costNano }) as const;
  const settle = ({ task, attempt }: Running, costNano: number) =>
    ground.one.settle(task, attempt, { state: 'succeeded', result, usage }, report(costNano));

  const begin = async (id: string): Promise<void> => {
    const [state, run] = await ground.redis.hmget(ground.keys.task(id), 'state', 'run');
    if (state !== 'queued') return;
    const task = await ground.opened(id, Number(run));
    const begun = await ground.one.begin(task, { candidates, pickUp: randomUUID() });
    if (begun.kind === 'begun') running.push({ task, attempt: begun.attempt });
  };
  /** Its worker says nothing for longer than its lease lasts; another one takes the task on. */
  const die = async (one: Running): Promise<void> => {
    dead.push(one);
    await ground.redis.zadd(ground.keys.attempts, 1, one.task.id);
    await ground.longPulse();
    const next = await ground.two.begin(one.task, { candidates, pickUp: randomUUID() });
    if (next.kind === 'begun') running.push({ task: one.task, attempt: next.attempt });
  };
  const doStep = async (does: string, which: number, costNano: number): Promise<void> => {
    const id = ids[which % Math.max(1, ids.length)];
    if (does === 'submit') return void ids.push((await ground.accepted({ keyId: keyIds[which % 2] as string })).id);
    if (does === 'begin') return id === undefined ? undefined : begin(id);
    if (does === 'cancel') return id === undefined ? undefined : void (await ground.cancel({ tenant: request.tenant, id }));
    if (does === 'erase') return id === undefined ? undefined : void (await ground.erase({ tenant: request.tenant, id }));
    const one = take(does === 'wake' ? dead : running, which);
    if (!one) return;
    if (does === 'die') return die(one);
    if (does === 'settle' || does === 'wake') return void (await settle(one, costNano));
    const fault = { ...report(costNano), verdict: 'fault' } as const;
    const { kind } =
      does === 'retry'
        ? await ground.one.retryLater(one.attempt, { code: 'upstream_unavailable', waitMs: 0, call: fault })
        : await ground.one.handBack(one.attempt, { call: { verdict: 'unsent' } });
    // A task that may not go on is settled instead, as `settle-attempt.ts` does.
    if (kind === 'over') await settle(one, costNano);
  };
  const finish = async (): Promise<void> => {
    for (const one of [...running.splice(0), ...dead.splice(0)]) await settle(one, 1000);
  };
  return { ids, doStep, finish };
};

const sum = (amounts: readonly number[]): number => amounts.reduce((all, each) => all + each, 0);

it('what tasks cost, what is in the books and what keys have spent is the same, whatever happens in whatever order, and nothing stays set aside', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const ground = createGround();
      try {
        const { ids, doStep, finish } = play(ground);
        for (const { does, which, costNano } of all) await doStep(does, which, costNano);
        await finish();
        const { redis, keys } = ground;
        const ofTasks = await Promise.all(ids.map((id) => redis.hget(keys.taskSpend(id), 'cost')));
        const rows = (
          await Promise.all((await ground.keysNow()).filter((key) => /:usage:/.test(key)).map((key) => redis.hvals(key)))
        ).flat();
        const spends = await Promise.all(keyIds.map((id) => redis.hgetall(keys.spend(id))));
        const booked = sum(rows.map((row) => Number(row.split(' ')[4])));
        expect(sum(ofTasks.map(Number))).toBe(booked);
        expect(sum(spends.map(({ day_spent }) => Number(day_spent ?? 0)))).toBe(booked);
        expect(sum(spends.map(({ reserved }) => Number(reserved ?? 0)))).toBe(0);
        expect(await redis.scard(keys.inFlight('d:one'))).toBe(0);
        expect(await redis.scard(keys.inFlight('d:two'))).toBe(0);
      } finally {
        await ground.close();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
