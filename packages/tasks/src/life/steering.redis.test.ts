import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFinal, type TaskState } from '@millrace/contracts';
import fc from 'fast-check';
import type { Attempt, OpenTask } from '../attempt-outcomes.js';
import { createGround, type Ground, request, result, usage } from './ground.js';
import { only } from './only.js';
import { tracesOf } from './traces-of.js';

const steps = [
  'begin',
  'flush',
  'succeed',
  'fail',
  'retry',
  'handBack',
  'cached',
  'cancel',
  'erase',
  'sweep',
  'crash',
  'retryNow',
] as const;
type Step = (typeof steps)[number];
// Most of what is interesting happens to a task that runs, so most stories let it.
const likely = ['begin', 'begin', 'flush', 'flush', 'flush', 'succeed', 'retryNow'] as const;
const step = fc.tuple(fc.constantFrom(...steps, ...likely), fc.constantFrom(0, 0, 0, 1));
const story = fc.array(step, { minLength: 1, maxLength: 20, size: 'max' });

/** One task, two workers that may each hold an attempt at it, and what was seen of it so far. */
interface Scene {
  readonly ground: Ground;
  readonly canary: string;
  readonly id: string;
  /** As a worker had loaded it before anything happened. */
  readonly loaded: OpenTask;
  readonly held: { attempt: Attempt; index: number }[];
  asked: boolean;
  final?: Readonly<Record<string, string>>;
}

const digestOf = (id: string): string => `digest-of-${id}`;
const answerOf = ({ canary }: Scene) => ({ ...result, text: canary, message: { role: 'assistant' as const, content: canary } });

const act = async (scene: Scene, step: Step, who: number): Promise<void> => {
  const { ground, id, loaded, held, canary } = scene;
  const digest = digestOf(id);
  const { redis, keys } = ground;
  const worker = [ground.one, ground.two][who] ?? ground.one;
  const task = { ...loaded, run: Number(await redis.hget(keys.task(id), 'run')) };
  const own = held[who];
  const endings = {
    succeed: { state: 'succeeded', result: answerOf(scene), usage, keep: { digest: digest, ttlSeconds: 60 } },
    fail: { state: 'failed', code: 'upstream_rejected', message: 'no', partial: canary },
  } as const;
  switch (step) {
    case 'begin': {
      const begun = await worker.begin(task, { candidates: only('d'), pickUp: randomUUID(), digest: digest });
      if (begun.kind === 'begun') held[who] = { attempt: begun.attempt, index: 0 };
      break;
    }
    case 'flush':
      if (!own) break;
      await worker.flush([
        { attempt: own.attempt, index: own.index++, text: canary, toldUnits: own.index * canary.length, toldToolCalls: false },
      ]);
      break;
    case 'succeed':
    case 'fail':
      if (own) await worker.settle(task, own.attempt, endings[step]);
      break;
    case 'retry':
      if (own) await worker.retryLater(own.attempt, { code: 'upstream_timeout', waitMs: 60_000 });
      break;
    case 'handBack':
      if (own) await worker.handBack(own.attempt);
      break;
    case 'cached':
      await worker.settleCached(task, { result: answerOf(scene), usage }, digest);
      break;
    case 'cancel':
    case 'erase':
      scene.asked ||= !scene.final;
      await ground[step]({ tenant: request.tenant, id });
      break;
    case 'sweep':
      await redis.zadd(keys.open, 'XX', 1, id);
      await ground.sweeper('a').sweep();
      break;
    case 'crash':
      await ground.longPulse();
      await redis.zadd(keys.attempts, 'XX', 1, id);
      break;
    case 'retryNow':
      if (!scene.final) await redis.hdel(keys.task(id), 'retry_at');
      break;
  }
};

const check = async (scene: Scene): Promise<void> => {
  const { ground, id } = scene;
  const { erased, message: _message, answer_key: _key, ...record } = await ground.redis.hgetall(ground.keys.task(id));
  if (scene.final) expect(record).toEqual(scene.final);
  if (isFinal(record.state as TaskState)) {
    scene.final = record;
    if (scene.asked) expect(record.state).toBe('cancelled');
  }
  if (erased) {
    const { payload, metadata, result: answer, events, cachedAnswer } = ground.keys;
    const emptied = [payload(id), metadata(id), answer(id), cachedAnswer(digestOf(id))];
    expect(await ground.redis.exists(...emptied)).toBe(0);
    expect(JSON.stringify(await ground.redis.xrange(events(id), '-', '+'))).not.toContain(scene.canary);
    expect((await ground.read({ tenant: request.tenant, id })).kind).toBe('erased');
  }
  await ground.checkLedger();
};

describe('in whatever order a task is run, told, retried, lost, cancelled and erased', () => {
  let ground: Ground;
  beforeAll(() => {
    ground = createGround({ maxLostAttempts: 2 });
  });
  afterAll(() => ground.close());

  it('it ends once, as cancelled if that was asked for first, and nothing of an erased one is ever stored again', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (plot) => {
        const canary = `canary-${randomUUID()}`;
        const payload = { messages: [{ role: 'user' as const, content: canary }], metadata: { canary } };
        const { id } = await ground.accepted({ payload });
        const scene: Scene = { ground, canary, id, loaded: await ground.opened(id), held: [], asked: false };
        for (const [step, who] of plot) {
          await act(scene, step, who);
          await check(scene);
        }
        await ground.erase({ tenant: request.tenant, id });
        await check(scene);
        expect(await tracesOf(ground, canary)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});
