import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Attempt } from '../attempt-outcomes.js';
import { result, route } from '../life/ground.js';
import { createShareGround, type ShareGround } from './share-ground.js';

const classWeights = { interactive: 4, standard: 1, bulk: 0.25 };
const perToken = 1000;

const priority = fc.constantFrom('interactive' as const, 'standard' as const, 'bulk' as const);
const weight = fc.constantFrom(0.5, 1, 3);
const maxTokens = fc.integer({ min: 1, max: 5000 });

describe('the fair share of a route, whatever happens on it', () => {
  let ground: ShareGround;
  beforeEach(() => {
    ground = createShareGround();
  });
  afterEach(() => ground.close());

  /** Nothing waits, runs or is owed, and what comes out is charged by `maxTokens` alone. */
  const startOver = async () => {
    await ground.redis.del(ground.keys.fair(route.slug), `${ground.queue}:prioritized`, `${ground.queue}:active`);
    await ground.redis.hset(ground.keys.fair(route.slug), { V: 0, base: 0, mean: 1_000_000 });
  };
  const submitted = (tenant: string, by: { priority: keyof typeof classWeights; weight: number; maxTokens: number }) =>
    ground.submitted({
      tenant,
      priority: by.priority,
      keyLimits: { weight: by.weight },
      payload: { messages: [], maxTokens: by.maxTokens },
    });
  const begin = async (id: string) => ground.begun(await ground.opened(id));
  /** Ends a running task after so many tokens, or after nobody knows how many. */
  const end = async (attempt: Attempt, total: number | undefined) => {
    const task = await ground.opened(attempt.taskId);
    if (total === undefined) await ground.one.settle(task, attempt, { state: 'failed', code: 'upstream_rejected', message: 'no' });
    else {
      const usage = { inputTokens: total, outputTokens: 0, totalTokens: total };
      await ground.one.settle(task, attempt, { state: 'succeeded', result, usage });
    }
    await ground.jobDone(attempt.taskId);
  };

  it('has a flow pay in the end what its tasks used, whatever was estimated and in whatever order they end', async () => {
    const ending = fc.record({
      weight,
      maxTokens,
      used: fc.oneof(fc.constantFrom('cancelled' as const, 'unknown' as const), fc.double({ min: 0, max: 3, noNaN: true })),
      when: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(priority, fc.array(ending, { minLength: 1, maxLength: 12 }), async (ofClass, endings) => {
        await startOver();
        const tasks: { readonly id: string; readonly ending: (typeof endings)[number] }[] = [];
        for (const one of endings) tasks.push({ id: await submitted('acme', { priority: ofClass, ...one }), ending: one });
        let tokens = 0;
        for (const { id, ending: one } of tasks.sort((a, b) => a.ending.when - b.ending.when)) {
          const { estimate } = await ground.shareOf(id);
          const used = one.used === 'cancelled' ? 0 : one.used === 'unknown' ? estimate : Math.round(one.used * estimate);
          if (one.used === 'cancelled') await ground.cancel({ tenant: 'acme', id });
          else await end(await begin(id), one.used === 'unknown' ? undefined : used);
          tokens += (used * perToken) / (classWeights[ofClass] * one.weight);
        }
        const [, owed, open] = await ground.flow(`${ofClass}:acme`);
        expect(open).toBe(0);
        // A task's charge is a whole number, and so is what it is given back; it may use three times what was estimated.
        expect(Math.abs(owed - tokens)).toBeLessThanOrEqual(2 * endings.length);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('gives each task of a flow a higher pass than those of it that are open, begins them in that order, and never turns back', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('submit' as const), tenant: fc.constantFrom('a', 'b'), weight, maxTokens }),
      fc.record({ do: fc.constant('begin' as const) }),
      fc.record({ do: fc.constant('end' as const), used: fc.integer({ min: 0, max: 9000 }) }),
      fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        await startOver();
        /** In the order they came. */
        const waiting: { readonly id: string; readonly tenant: string; readonly pass: number }[] = [];
        const running: { readonly task: (typeof waiting)[number]; readonly attempt: Attempt }[] = [];
        let V = 0;
        // A task that runs all the while, or the route would begin anew whenever it is empty.
        await ground.redis.lpush(`${ground.queue}:active`, 'task_other.1');
        for (const one of steps) {
          if (one.do === 'submit') {
            const id = await submitted(one.tenant, { priority: 'standard', ...one });
            const { pass } = await ground.shareOf(id);
            const before = [...waiting, ...running.map(({ task }) => task)]
              .filter(({ tenant }) => tenant === one.tenant)
              .map((task) => task.pass);
            expect(pass).toBeGreaterThan(Math.max(-1, ...before));
            expect(pass).toBeGreaterThanOrEqual(V);
            waiting.push({ id, tenant: one.tenant, pass });
          } else if (one.do === 'begin') {
            const id = await ground.taken();
            if (id === undefined) continue;
            const [task] = waiting.splice(
              waiting.findIndex((other) => other.id === id),
              1,
            );
            if (!task) throw new Error('not waiting');
            expect(waiting.filter(({ tenant, pass }) => tenant === task.tenant && pass < task.pass)).toEqual([]);
            running.push({ task, attempt: await begin(id) });
          } else if (one.do === 'end') {
            const first = running.shift();
            if (first) await end(first.attempt, one.used);
          } else {
            const [task] = waiting.length > 0 ? waiting.splice(one.which % waiting.length, 1) : [];
            if (!task) continue;
            await ground.cancel({ tenant: task.tenant, id: task.id });
            await ground.redis.zrem(`${ground.queue}:prioritized`, `${task.id}.1`);
          }
          const now = Number((await ground.share()).V);
          expect(now).toBeGreaterThanOrEqual(V);
          V = now;
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('lets no flow be overtaken by more than what its own tasks before it cost, at the weights of both', async () => {
    const flow = fc.record({ priority, weight, maxTokens: fc.integer({ min: 500, max: 4000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(flow, { minLength: 2, maxLength: 4 }), fc.integer({ min: 0, max: 12 }), async (flows, ahead) => {
        await startOver();
        const owners = new Map<string, number>();
        const submit = async (place: number) => {
          const id = await submitted(`t${place}`, flows[place] as (typeof flows)[number]);
          owners.set(id, place);
          return id;
        };
        const crowd = flows.slice(1).map((_, n) => n + 1);
        for (const place of crowd) for (const _ of [1, 2]) await submit(place);
        /** Takes the next; who has begun one submits another, so that the line never ends. */
        const next = async () => {
          const id = (await ground.taken()) ?? '';
          await begin(id);
          const place = owners.get(id) as number;
          if (place > 0) await submit(place);
          return { id, place };
        };
        for (let n = 0; n < ahead; n += 1) await next();
        const own = [await submit(0), await submit(0), await submit(0)];
        const costs = await Promise.all(
          [...owners].map(async ([id, place]) => {
            const { priority: ofClass, weight: ofKey } = flows[place] as (typeof flows)[number];
            return [place, (await ground.shareOf(id)).estimate / (classWeights[ofClass] * ofKey)] as const;
          }),
        );
        const costOf = new Map(costs);
        const overtaken = new Map<number, number>();
        for (const [before, id] of own.entries()) {
          for (let begun = await next(); begun.id !== id; begun = await next()) {
            const times = (overtaken.get(begun.place) ?? 0) + 1;
            overtaken.set(begun.place, times);
            const bound = 1 + (before * (costOf.get(0) ?? 0)) / (costOf.get(begun.place) ?? 1);
            expect(times).toBeLessThanOrEqual(bound + 0.01);
          }
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
