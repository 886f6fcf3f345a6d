import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFinal, type TaskState } from '@millrace/contracts';
import fc from 'fast-check';
import type { AnswerDelta, Attempt, OpenTask } from '../attempt-outcomes.js';
import type { Attempts } from '../attempts.js';
import { createGround, type Ground, result, route, usage } from './ground.js';
import { only } from './only.js';
import { retell } from './retell.js';

/** An attempt that a worker holds, alive or long dead, and what it believes to have told. */
interface Held {
  readonly attempt: Attempt;
  last?: AnswerDelta;
  index: number;
  text: string;
}

interface Stage {
  readonly ground: Ground;
  readonly id: string;
  /** Another task of the same key, which may be in its way. */
  readonly blocker: string;
  readonly task: OpenTask;
  readonly worker: Attempts;
  readonly held: Held | undefined;
  readonly ended: boolean;
}

const whole = ({ text }: Held): string => `${text}the rest`;

/** Each worker tells its own text, so that a mixture would show. */
const tell = async ({ worker, held }: Stage, withSnapshot: boolean): Promise<void> => {
  if (!held) return;
  const text = `[${held.attempt.fence}.${held.index}🌊]`;
  const told = held.text + text;
  const snapshot = withSnapshot ? { text: told } : undefined;
  const delta = { attempt: held.attempt, index: held.index, text, toldUnits: told.length, toldToolCalls: false, snapshot };
  const [outcome] = await worker.flush([delta]);
  if (outcome?.kind === 'told') Object.assign(held, { last: delta, index: held.index + 1, text: told });
};

const crash = async ({ ground, id }: Stage): Promise<void> => {
  await ground.longPulse();
  await ground.redis.zadd(ground.keys.attempts, 'XX', 1, id);
};

const begin = async ({ worker, task }: Stage): Promise<Held | undefined> => {
  const outcome = await worker.begin(task, { candidates: only('d'), pickUp: randomUUID() });
  return outcome.kind === 'begun' ? { attempt: outcome.attempt, index: 0, text: '' } : undefined;
};

const loseJob = async ({ ground: { redis, keys }, id, task }: Stage): Promise<void> => {
  const queue = `${keys.queues}:gpt-test`;
  await redis.del(`${queue}:${id}.${task.run}`);
  await redis.zrem(`${queue}:prioritized`, `${id}.${task.run}`);
};

const limit = (ground: Ground) => ground.redis.hset(ground.keys.apiKey('limited'), 'max_in_flight', 1);

const actions = {
  begin,
  takeOver: (stage: Stage) => crash(stage).then(() => begin(stage)),
  tell: (stage: Stage) => tell(stage, false),
  tellSnapshot: (stage: Stage) => tell(stage, true),
  tellAgain: async ({ worker, held }: Stage) => void (held?.last && (await worker.flush([held.last]))),
  succeed: async ({ worker, task, held }: Stage) => {
    if (held) await worker.settle(task, held.attempt, { state: 'succeeded', result: { ...result, text: whole(held) }, usage });
  },
  fail: async ({ worker, task, held }: Stage) => {
    const failure = { state: 'failed', code: 'upstream_rejected', message: 'no' } as const;
    if (held) await worker.settle(task, held.attempt, { ...failure, partial: whole(held) });
  },
  retry: async ({ worker, held }: Stage) =>
    void (held && (await worker.retryLater(held.attempt, { code: 'upstream_timeout', waitMs: 60_000 }))),
  handBack: async ({ worker, held }: Stage) => void (held && (await worker.handBack(held.attempt))),
  renew: async ({ worker, held }: Stage) => void (await worker.renew(held ? [held.attempt] : [])),
  cached: async ({ worker, task }: Stage) => void (await worker.settleCached(task, { result, usage }, 'digest')),
  cancel: ({ ground, id }: Stage) => ground.cancel({ tenant: 'acme', id }),
  erase: async ({ ground, id }: Stage) => void (await ground.erase({ tenant: 'acme', id })),
  sweep: async ({ ground, id }: Stage) => {
    await ground.redis.zadd(ground.keys.open, 'XX', 1, id);
    await ground.sweeper('a').sweep();
  },
  loseJob,
  crash,
  deadline: async ({ ground, id, ended }: Stage) => void (ended || (await ground.redis.hset(ground.keys.task(id), 'finish_by', 1))),
  /** The task before it in its key's way ends; the limit is taken away and comes back. */
  release: async ({ ground, blocker }: Stage) => void (await ground.cancel({ tenant: 'acme', id: blocker })),
  unlimit: async ({ ground }: Stage) => {
    await ground.redis.hdel(ground.keys.apiKey('limited'), 'max_in_flight');
    await ground.tendHeld();
    await limit(ground);
  },
  retryNow: async ({ ground, id, ended }: Stage) => void (ended || (await ground.redis.hdel(ground.keys.task(id), 'retry_at'))),
};
type Step = keyof typeof actions;
const steps = Object.keys(actions) as Step[];
const often: readonly Step[] = ['begin', 'takeOver', 'tell', 'tellAgain'];
/** Or few stories would come to anything. */
const seldom: readonly Step[] = ['erase', 'cancel', 'unlimit', 'deadline', 'cached', 'succeed', 'fail'];
const anyStep = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...often) },
  { weight: 4, arbitrary: fc.constantFrom(...steps.filter((step) => !seldom.includes(step))) },
  { weight: 1, arbitrary: fc.constantFrom(...seldom) },
);
const story = fc.array(fc.tuple(anyStep, fc.constantFrom(0, 1)), { minLength: 1, maxLength: 30, size: 'max' });

interface Before {
  final?: Record<string, string>;
  fence: number;
  cancelled: boolean;
  /** Once it is erased: the state it was in then, or came to. */
  erasedState?: string | null;
}

/** Two workers that may each hold an attempt and act on it at any moment. */
const play = async (ground: Ground, plot: readonly [Step, number][], held: boolean): Promise<void> => {
  const by = held ? { keyId: 'limited', keyLimits: { maxInFlight: 1 } } : {};
  await limit(ground);
  const { id: blocker } = await ground.accepted(by);
  const { id } = await ground.accepted(by);
  const workers = [ground.one, ground.two];
  const attempts: (Held | undefined)[] = [];
  const before: Before = { fence: 0, cancelled: false };
  const template = await ground.opened(id);

  for (const [step, who] of plot) {
    const run = Number(await ground.redis.hget(ground.keys.task(id), 'run'));
    const worker = workers[who] ?? ground.one;
    const stage = {
      ground,
      id,
      blocker,
      task: { ...template, run },
      worker,
      held: attempts[who],
      ended: before.final !== undefined || before.erasedState !== undefined,
    };
    const begun = await actions[step](stage);
    if (begun) attempts[who] = begun;
    if (step === 'erase') before.erasedState ??= before.final?.state ?? 'running';
    if (step === 'cancel' && !before.final) before.cancelled = true;
    await (before.erasedState === undefined ? check : checkErased)(ground, id, before);
    if (held) await checkPlaces(ground, id);
  }
  // Nothing of it is left for the next story.
  for (const left of [blocker, id]) await ground.cancel({ tenant: 'acme', id: left });
  await ground.longPulse();
  for (const left of [blocker, id]) await ground.redis.zadd(ground.keys.attempts, 'XX', 1, left);
  await ground.sweeper('a').sweep();
};

const check = async (ground: Ground, id: string, before: Before): Promise<void> => {
  const record = await ground.redis.hgetall(ground.keys.task(id));
  const found = await ground.found(id);
  const final = isFinal(found.state);
  if (before.final) expect(record).toEqual(before.final);
  if (final && before.cancelled) expect(found.state).toBe('cancelled');
  if (final) before.final = record;
  expect(Number(record.fence ?? 0)).toBeGreaterThanOrEqual(before.fence);
  before.fence = Number(record.fence ?? 0);
  expect(found.result !== undefined).toBe(found.state === 'succeeded');
  expect(found.attempts).toBeGreaterThanOrEqual(found.lostAttempts);
  expect(await ground.redis.zscore(ground.keys.open, id)).toEqual(final ? null : expect.anything());
  if (final) expect(await ground.redis.zscore(ground.keys.attempts, id)).toBeNull();
  const told = await retell(ground, id);
  if (told.whole !== undefined) expect(told.whole.startsWith(told.text)).toBe(true);
  await ground.checkLedger();
};

/** A task of a limited key is held, or has a place, or has ended; and a held one has no job. */
const checkPlaces = async ({ redis, keys }: Ground, id: string): Promise<void> => {
  const [state, admission, run] = await redis.hmget(keys.task(id), 'state', 'admission', 'run');
  const open = !isFinal(state as TaskState);
  expect((await redis.zscore(keys.held('limited'), id)) !== null).toBe(open && admission === 'held');
  expect(await redis.sismember(keys.admitted('limited'), id)).toBe(open && admission === 'admitted' ? 1 : 0);
  if (open && admission === 'held') expect(await redis.exists(`${keys.queues}:${route.slug}:${id}.${run}`)).toBe(0);
  expect(Number(await redis.hget(keys.heldTasks, route.slug))).toBe(await redis.zcard(keys.held('limited')));
};

/** Whatever comes after it, an erased task leaves nothing, and ends cancelled if it had not ended. */
const checkErased = async (ground: Ground, id: string, before: Before): Promise<void> => {
  const { redis, keys } = ground;
  const state = await redis.hget(keys.task(id), 'state');
  expect(before.erasedState === 'running' ? ['running', 'cancelled'] : [before.erasedState]).toContain(state);
  before.erasedState = state;
  expect(await redis.exists(keys.payload(id), keys.metadata(id), keys.result(id), keys.events(id))).toBe(0);
  await ground.checkLedger();
};

describe('in whatever order two workers, crashes, callers and the sweeper act on a task', () => {
  let ground: Ground;
  beforeAll(() => {
    ground = createGround({ maxLostAttempts: 4 });
  });
  afterAll(() => ground.close());

  it('it ends in one final state that never changes, tells one attempt at a time without a gap, and the ledger adds up', async () => {
    await fc.assert(
      fc.asyncProperty(story, fc.boolean(), (plot, held) => play(ground, plot, held)),
      { numRuns: 150 },
    );
  }, 120_000);
});
