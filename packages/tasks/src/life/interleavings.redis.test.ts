import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFinal } from '@millrace/contracts';
import fc from 'fast-check';
import type { Attempt, OpenTask } from '../attempt-outcomes.js';
import { createGround, type Ground, result, usage } from './ground.js';

type Step =
  | 'begin'
  | 'succeed'
  | 'fail'
  | 'retry'
  | 'handBack'
  | 'renew'
  | 'cached'
  | 'sweep'
  | 'loseJob'
  | 'crash'
  | 'deadline'
  | 'retryNow';
const steps: Step[] = [
  'begin',
  'succeed',
  'fail',
  'retry',
  'handBack',
  'renew',
  'cached',
  'sweep',
  'loseJob',
  'crash',
  'deadline',
  'retryNow',
];
const story = fc.array(fc.tuple(fc.constantFrom(...steps), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 25 });

interface Before {
  final?: Record<string, string>;
  fence: number;
}

/** Two workers that may each hold an attempt, alive or long dead, and act on it at any moment. */
const play = async (ground: Ground, plot: readonly [Step, number][]): Promise<void> => {
  const { id } = await ground.accepted();
  const workers = [ground.one, ground.two];
  const held: (Attempt | undefined)[] = [];
  const before: Before = { fence: 0 };
  const task = async (): Promise<OpenTask> => ({
    ...(await template),
    id,
    run: Number(await ground.redis.hget(ground.keys.task(id), 'run')),
  });
  const template = ground.opened(id);

  for (const [step, who] of plot) {
    const worker = workers[who] ?? ground.one;
    const attempt = held[who];
    switch (step) {
      case 'begin': {
        const outcome = await worker.begin(await task(), { deployment: 'd', pickUp: randomUUID() });
        if (outcome.kind === 'begun') held[who] = outcome.attempt;
        break;
      }
      case 'succeed':
        if (attempt) await worker.settle(await task(), attempt, { state: 'succeeded', result, usage });
        break;
      case 'fail':
        if (attempt) await worker.settle(await task(), attempt, { state: 'failed', code: 'upstream_rejected', message: 'no' });
        break;
      case 'retry':
        if (attempt) await worker.retryLater(attempt, { code: 'upstream_timeout', waitMs: 60_000 });
        break;
      case 'handBack':
        if (attempt) await worker.handBack(attempt);
        break;
      case 'renew':
        await worker.renew(attempt ? [attempt] : []);
        break;
      case 'cached':
        await worker.settleCached(await task(), { result, usage });
        break;
      case 'sweep':
        await ground.redis.zadd(ground.keys.open, 'XX', 1, id);
        await ground.sweeper('a').sweep();
        break;
      case 'loseJob': {
        const queue = `${ground.keys.queues}:gpt-test`;
        const job = `${id}.${(await task()).run}`;
        await ground.redis.del(`${queue}:${job}`);
        await ground.redis.zrem(`${queue}:prioritized`, job);
        break;
      }
      case 'crash':
        await ground.longPulse();
        await ground.redis.zadd(ground.keys.attempts, 'XX', 1, id);
        break;
      case 'deadline':
        if (!before.final) await ground.redis.hset(ground.keys.task(id), 'finish_by', 1);
        break;
      case 'retryNow':
        if (!before.final) await ground.redis.hdel(ground.keys.task(id), 'retry_at');
        break;
    }
    await check(ground, id, before);
  }
};

const check = async (ground: Ground, id: string, before: Before): Promise<void> => {
  const record = await ground.redis.hgetall(ground.keys.task(id));
  const found = await ground.found(id);
  const final = isFinal(found.state);
  if (before.final) expect(record).toEqual(before.final);
  if (final) before.final = record;
  expect(Number(record.fence ?? 0)).toBeGreaterThanOrEqual(before.fence);
  before.fence = Number(record.fence ?? 0);
  expect(found.result !== undefined).toBe(found.state === 'succeeded');
  expect(found.attempts).toBeGreaterThanOrEqual(found.lostAttempts);
  expect(await ground.redis.zscore(ground.keys.open, id)).toEqual(final ? null : expect.anything());
  if (final) expect(await ground.redis.zscore(ground.keys.attempts, id)).toBeNull();
  await ground.checkLedger();
};

describe('in whatever order two workers, crashes and the sweeper act on a task', () => {
  let ground: Ground;
  beforeAll(() => {
    ground = createGround({ maxLostAttempts: 2 });
  });
  afterAll(() => ground.close());

  it('it ends in one final state that never changes, fences only grow, and the ledger adds up', async () => {
    await fc.assert(
      fc.asyncProperty(story, (plot) => play(ground, plot)),
      { numRuns: 200 },
    );
  }, 60_000);
});
