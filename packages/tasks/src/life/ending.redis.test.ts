import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouteWork } from '../route-work.js';
import { createGround, type Ground, request, result, route, usage } from './ground.js';
import { only } from './only.js';

const success = { state: 'succeeded', result, usage } as const;
const failure = { state: 'failed', code: 'upstream_rejected', message: 'no' } as const;

describe('the end of an attempt', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround({ leaseMs: 0 });
  });
  afterEach(() => ground.close());

  const running = async (digest?: string) => {
    const task = await ground.opened((await ground.accepted()).id);
    const begun = await ground.one.begin(task, { candidates: only('d'), pickUp: randomUUID(), digest });
    if (begun.kind !== 'begun') throw new Error(begun.kind);
    return { task, attempt: begun.attempt, cancel: () => ground.cancel({ tenant: request.tenant, id: task.id }) };
  };
  const kept = (digest: string) => ground.redis.get(ground.keys.cachedAnswer(digest));

  it('keeps what had come, what it used, when a retry makes sense and the attempt itself', async () => {
    const { task, attempt } = await running();
    await ground.one.settle(task, attempt, { ...failure, usage, partial: 'For', retryAfterMs: 30_000 });
    const found = await ground.found(task.id);
    expect(found).toMatchObject({
      state: 'failed',
      partial: { text: 'For' },
      usage,
      failure: { code: 'upstream_rejected', message: 'no', retryAtMs: (found.endedAtMs ?? 0) + 30_000 },
      attemptHistory: [{ number: 1, outcome: 'failed', code: 'upstream_rejected', worker: 'worker-1', deployment: 'd' }],
    });
    expect(found.result).toBeUndefined();
  });

  it('of a task that someone asked to cancel is a cancellation, with the whole answer as what had come', async () => {
    const { task, attempt, cancel } = await running('digest');
    await cancel();
    const settled = await ground.one.settle(task, attempt, { ...success, keep: { digest: 'digest', ttlSeconds: 60 } });
    expect(settled).toMatchObject({ kind: 'settled', state: 'cancelled' });
    expect(await ground.one.settle(task, attempt, success)).toEqual(settled);
    expect(await ground.found(task.id)).toMatchObject({
      state: 'cancelled',
      partial: { text: result.text },
      usage,
      failure: { code: 'cancelled' },
      attemptHistory: [{ outcome: 'cancelled', code: 'cancelled' }],
    });
    expect(await kept('digest')).toBeNull();
    await ground.checkLedger();
  });

  it('is none of an attempt whose task somebody else ended, though in the same state', async () => {
    const [swept, waiting] = [await running(), await running()];
    for (const { task, cancel } of [swept, waiting]) {
      if (task === swept.task) await cancel();
      await ground.redis.hset(ground.keys.task(task.id), 'finish_by', 1);
      await ground.redis.zadd(ground.keys.open, 1, task.id);
    }
    await ground.sweeper('a').sweep();
    const [cancelled, expired] = await Promise.all([swept, waiting].map(({ task }) => ground.found(task.id)));
    expect([cancelled?.state, expired?.state]).toEqual(['cancelled', 'expired']);
    for (const { task, attempt } of [swept, waiting]) {
      const ending = { code: 'deadline_exceeded', message: 'late', usage, partial: 'For' } as const;
      expect(await ground.one.settle(task, attempt, { state: 'expired', ...ending })).toEqual({ kind: 'refused' });
    }
    // What the call cost is known by then: that is booked in any case.
    expect({ ...(await ground.found(swept.task.id)), cost: undefined }).toEqual({ ...cancelled, cost: undefined });

    const failed = await running();
    await ground.one.retryLater(failed.attempt, { code: 'upstream_timeout', waitMs: 60_000 });
    await failed.cancel();
    expect(await ground.one.settle(failed.task, failed.attempt, failure)).toEqual({ kind: 'refused' });
    await ground.checkLedger();
  });

  it('remembers that tool calls were told in part and the rest was not', async () => {
    const { task, attempt } = await running();
    await ground.one.flush([{ attempt, index: 0, text: '', toolCalls: [{ index: 0 }], toldUnits: 0, toldToolCalls: true }]);
    await ground.one.settle(task, attempt, { ...success, toolCallsCut: true });
    expect((await ground.found(task.id)).told).toMatchObject({ toolCalls: true, toolCallsCut: true });
  });

  it.each(['retryLater', 'handBack'] as const)(
    'by %s is none for a task that someone asked to cancel: it has to be settled',
    async (how) => {
      const { task, attempt, cancel } = await running();
      await cancel();
      const outcome = how === 'handBack' ? ground.one.handBack(attempt) : ground.one.retryLater(attempt, { code: failure.code, waitMs: 1 });
      expect(await outcome).toEqual({ kind: 'over' });
      expect(await ground.one.settle(task, attempt, failure)).toMatchObject({ state: 'cancelled' });
      expect((await ground.found(task.id)).failure).toEqual({ code: 'cancelled', message: expect.not.stringMatching(/^no$/) });
    },
  );

  it('is a cancellation too when its worker died and a kept answer would do', async () => {
    await ground.longPulse();
    const { task, cancel } = await running();
    await cancel();
    expect(await ground.two.settleCached(task, { result, usage }, 'digest')).toMatchObject({ kind: 'settled', state: 'cancelled' });
    expect(await ground.found(task.id)).toMatchObject({ state: 'cancelled', cached: false, attemptHistory: [{ outcome: 'lost' }] });
    await ground.checkLedger();
  });

  it('keeps the answer for identical tasks in the same moment, for as long as it may', async () => {
    const { task, attempt } = await running('digest');
    await ground.one.settle(task, attempt, { ...success, keep: { digest: 'digest', ttlSeconds: 60 } });
    expect(JSON.parse((await kept('digest')) ?? '')).toEqual({ result, usage });
    expect(await ground.redis.pttl(ground.keys.cachedAnswer('digest'))).toBeLessThanOrEqual(60_000);
    expect(await ground.redis.hget(ground.keys.task(task.id), 'answer_key')).toBe('digest');
  });

  it('knows under which digest an answer lies that was found, though none is looked for when a task wants a fresh one', async () => {
    await ground.keepAnswer('digest', { result, usage }, 60);
    const task = await ground.opened((await ground.accepted()).id);
    const request = { candidates: only('d'), pickUp: randomUUID(), digest: 'digest' };
    expect((await ground.one.begin(task, request)).kind).toBe('kept');
    expect((await ground.one.begin(task, { ...request, fresh: true })).kind).toBe('begun');
    const other = await ground.opened((await ground.accepted()).id);
    await ground.one.settleCached(other, { result, usage }, 'digest');
    for (const { id } of [task, other]) expect(await ground.redis.hget(ground.keys.task(id), 'answer_key')).toBe('digest');
  });
});

describe('a first attempt', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround({ leaseMs: 0 });
  });
  afterEach(() => ground.close());

  it('does not begin after its deadline to start, nor does a kept answer come then; later attempts may', async () => {
    await ground.longPulse();
    const [late, begun] = await Promise.all([1, 2].map(async () => ground.opened((await ground.accepted()).id)));
    if (!late || !begun) throw new Error('not opened');
    await ground.begun(begun);
    for (const { id } of [late, begun]) await ground.redis.hset(ground.keys.task(id), 'start_by', 1);
    expect(await ground.one.settleCached(late, { result, usage }, 'digest')).toEqual({ kind: 'refused' });
    expect(await ground.one.begin(late, { candidates: only('d'), pickUp: 'a' })).toEqual({
      kind: 'ended',
      state: 'expired',
      code: 'start_deadline_exceeded',
    });
    expect(await ground.begun(begun)).toMatchObject({ begun: 2 });
    await ground.checkLedger();
  });
});

describe('what a worker did', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround();
  });
  afterEach(() => ground.close());

  const work = (tasks: number): RouteWork => ({ tasks, inputTokens: tasks * 100, outputTokens: tasks * 10 });
  const sumOf = (counts: Readonly<Record<string, string>>): number => Object.values(counts).reduce((sum, count) => sum + Number(count), 0);

  it.each([
    ['throughput', 5],
    ['inputTokens', 500],
    ['outputTokens', 50],
  ] as const)(
    'is counted as %s by its renewals in slices of ten seconds, of which the last five minutes are kept',
    async (name, reported) => {
      const counts = ground.keys[name](route.slug);
      const slice = async () => Math.floor(Number((await ground.redis.time())[0]) / 10);
      const before = await slice();
      await ground.redis.hset(counts, { [before - 31]: 5, [before - 20]: 7 });
      await ground.one.renew([], new Map([[route.slug, work(2)]]));
      await ground.two.renew([], new Map([[route.slug, work(3)]]));
      await ground.two.renew([]);
      const kept = await ground.redis.hgetall(counts);
      expect(kept[before - 31]).toBeUndefined();
      expect(sumOf(kept)).toBe(reported + 7);
      expect(await ground.redis.pttl(counts)).toBeGreaterThan(0);
    },
  );

  it('leaves nothing behind where there was nothing to do', async () => {
    await ground.one.renew([]);
    const { throughput, inputTokens, outputTokens } = ground.keys;
    expect(await ground.redis.exists([throughput, inputTokens, outputTokens].map((key) => key(route.slug)))).toBe(0);
  });
});
