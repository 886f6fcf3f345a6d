import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@millrace/testing';
import type { Attempt } from '../attempt-outcomes.js';
import { createGround, type Ground, result, usage } from './ground.js';
import { retell } from './retell.js';

const success = { state: 'succeeded', result, usage } as const;

describe('what an attempt tells', () => {
  let ground: Ground;
  beforeEach(() => {
    ground = createGround({ leaseMs: 0 });
  });
  afterEach(() => ground.close());

  const opened = async () => ground.opened((await ground.accepted()).id);
  const tell = async (attempt: Attempt, index: number, text: string, toldUnits: number, worker = ground.one) => {
    const [outcome] = await worker.flush([{ attempt, index, text, toldUnits, toldToolCalls: false }]);
    return outcome;
  };
  /** What those hear who follow the task, from now on. */
  const follow = async (id: string) => {
    const listener = ground.redis.duplicate();
    const heard: string[] = [];
    listener.on('message', (_channel, text) => heard.push(text));
    await listener.subscribe(ground.keys.follow(id));
    return { heard, stop: () => listener.disconnect() };
  };
  const stored = async (id: string) =>
    (await ground.redis.xrange(ground.keys.events(id), '-', '+')).map(([entry, [, kind]]) => [entry, kind]);

  it('stores nothing of a task that runs once and unfollowed, and counts what the record implies', async () => {
    const task = await opened();
    const attempt = await ground.begun(task);
    expect(attempt).toMatchObject({ begun: 1, followers: 0, storedEvents: 0 });
    await ground.one.settle(task, attempt, success);
    expect(await ground.found(task.id)).toMatchObject({ told: { seq: 2, attempt: 1, deltas: 0, units: 0, toolCalls: false } });
    expect(await ground.redis.exists(ground.keys.events(task.id))).toBe(0);
  });

  it('is heard by those who follow, and stored for those who come later', async () => {
    const task = await opened();
    const { heard, stop } = await follow(task.id);
    const attempt = await ground.begun(task);
    expect(attempt.followers).toBe(1);
    expect(await tell(attempt, 0, 'h', 1)).toEqual({ kind: 'told', followers: 1 });
    await eventually(() => heard.length === 2);
    stop();
    const delta = '{"index":0,"attempt":1,"text":"h"}';
    expect(heard).toEqual(['2 state {"status":"running","attempt":1}', `3 delta ${delta}`]);
    expect(await ground.redis.xrange(ground.keys.events(task.id), '-', '+')).toEqual([['3-0', ['kind', 'delta', 'data', delta]]]);
    expect((await ground.found(task.id)).told).toMatchObject({ seq: 3, deltas: 1, units: 1 });
  });

  it('is told once however often it is repeated, and refused once the record lacks what came before it', async () => {
    const task = await opened();
    const attempt = await ground.begun(task);
    for (let n = 0; n < 3; n += 1) expect(await tell(attempt, 0, 'h', 1)).toEqual({ kind: 'told', followers: 0 });
    expect(await tell(attempt, 2, 'i', 3)).toEqual({ kind: 'untellable' });
    expect((await retell(ground, task.id)).text).toBe('h');
  });

  it('that cannot be stored leaves the record as it was, and takes no other with it', async () => {
    const [broken, fine] = await Promise.all([opened(), opened()]);
    const attempts = await Promise.all([broken, fine].map((task) => ground.begun(task)));
    await ground.redis.set(ground.keys.events(broken.id), 'in the way');
    const deltas = attempts.map((attempt) => ({ attempt, index: 0, text: 'h', toldUnits: 1, toldToolCalls: false }));
    expect((await ground.one.flush(deltas)).map(({ kind }) => kind)).toEqual(['untellable', 'told']);
    expect((await ground.found(broken.id)).told).toMatchObject({ seq: 2, deltas: 0, units: 0 });
  });

  it('is refused from a worker that was taken for dead, and from one whose task has ended', async () => {
    await ground.longPulse();
    const task = await opened();
    const zombie = await ground.begun(task);
    const attempt = await ground.begun(task, ground.two);
    expect(await tell(zombie, 0, 'old', 3)).toEqual({ kind: 'fenced' });
    expect(await tell(attempt, 0, 'new', 3, ground.two)).toEqual({ kind: 'told', followers: 0 });
    await ground.two.settle(task, attempt, success);
    expect(await tell(attempt, 1, 'late', 7, ground.two)).toEqual({ kind: 'fenced' });
    expect((await retell(ground, task.id)).text).toBe('new');
  });

  it('is void once another attempt begins, and whoever follows learns why', async () => {
    await ground.longPulse();
    const task = await opened();
    const { heard, stop } = await follow(task.id);
    const failed = await ground.begun(task);
    await tell(failed, 0, 'half an ans', 11);
    await ground.one.retryLater(failed, { code: 'upstream_timeout', waitMs: 60_000 });
    const { retry_at: retryAtMs } = await ground.redis.hgetall(ground.keys.task(task.id));
    await ground.redis.hdel(ground.keys.task(task.id), 'retry_at');
    await ground.begun(task);
    await ground.one.handBack(await ground.begun(task));
    const last = await ground.begun(task, ground.two);
    await tell(last, 0, 'hi', 2, ground.two);
    await eventually(() => heard.length === 11);
    stop();
    const told = heard.map((text) => text.slice(text.indexOf(' ') + 1).replace(/ .*/, ''));
    expect(told).toEqual(['state', 'delta', 'state', 'restart', 'state', 'restart', 'state', 'state', 'restart', 'state', 'delta']);
    const data = (place: number) => JSON.parse(heard[place]?.replace(/^\d+ \w+ /, '') ?? '');
    const retryAt = new Date(Number(retryAtMs)).toISOString();
    expect(data(2)).toEqual({ status: 'queued', waiting_reason: 'retrying', retry_at: retryAt });
    expect([3, 5, 7, 8].map(data)).toEqual([
      { attempt: 2, reason: 'failed' },
      { attempt: 3, reason: 'lost' },
      { status: 'queued' },
      { attempt: 4, reason: 'handed_back' },
    ]);
    expect(last).toMatchObject({ begun: 4, storedEvents: 9 });
    expect((await retell(ground, task.id)).text).toBe('hi');
  });

  it('is no beginning of a kept answer that ends the task instead', async () => {
    const task = await opened();
    const failed = await ground.begun(task);
    await tell(failed, 0, 'something else', 14);
    await ground.one.retryLater(failed, { code: 'upstream_timeout', waitMs: 1 });
    await ground.two.settleCached(task, { result, usage }, 'digest');
    expect(await ground.found(task.id)).toMatchObject({ cached: true, attempts: 1, told: { attempt: 2, deltas: 0, units: 0 } });
    expect((await retell(ground, task.id)).kinds.at(-1)).toBe('restart');
  });

  it('is trimmed to a snapshot when it has become long', async () => {
    const task = await opened();
    const attempt = await ground.begun(task);
    for (const [index, text] of ['a', 'b', 'c'].entries())
      await ground.one.flush([
        { attempt, index, text, toldUnits: index + 1, toldToolCalls: false, ...(index === 1 && { snapshot: { text: 'ab' } }) },
      ]);
    expect(await stored(task.id)).toEqual([
      ['4-1', 'snapshot'],
      ['5-0', 'delta'],
    ]);
    expect((await retell(ground, task.id)).text).toBe('abc');
  });

  it('of many attempts goes in calls of a bounded size, each outcome with its own attempt', async () => {
    const tasks = await Promise.all(Array.from({ length: 150 }, opened));
    const attempts = await Promise.all(tasks.map((task) => ground.begun(task)));
    await ground.one.settle(tasks[100] as (typeof tasks)[0], attempts[100] as Attempt, success);
    const outcomes = await ground.one.flush(
      attempts.map((attempt, place) => ({ attempt, index: 0, text: 'x'.repeat(place * 100), toldUnits: place * 100, toldToolCalls: true })),
    );
    expect(outcomes.map(({ kind }, place) => kind === (place === 100 ? 'fenced' : 'told'))).toEqual(Array(150).fill(true));
    expect((await ground.found(tasks[149]?.id as string)).told).toMatchObject({ units: 14_900, toolCalls: true });
  });
});
