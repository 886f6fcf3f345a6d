import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createGround, type Ground } from '../life/ground.js';
import { createDeadLetters, type DeadLetters } from './dead-letters.js';

const failure = { state: 'failed', code: 'upstream_rejected', message: 'no' } as const;

let ground: Ground;
let letters: DeadLetters;
beforeEach(() => {
  ground = createGround();
  letters = createDeadLetters(ground);
});
afterEach(() => ground.close());

const failed = async () => {
  const task = await ground.opened((await ground.accepted()).id);
  await ground.one.settle(task, await ground.begun(task), failure);
  return task;
};

it('holds just the tasks that failed, without what they asked, and forgets those that are gone', async () => {
  const [first, second] = [await failed(), await failed()];
  const cancelled = await ground.accepted();
  const { route } = first;
  const page = await letters.list({ route, limit: 10 });
  expect(page.tasks.map(({ taskId }) => taskId).sort()).toEqual([first.id, second.id].sort());
  expect(page.tasks[0]).toMatchObject({ code: 'upstream_rejected', message: 'no', attempts: 1, endedAtMs: expect.any(Number) });
  expect((await letters.list({ route, limit: 10, code: 'upstream_timeout' })).tasks).toEqual([]);
  expect((await letters.find(route, [first.id, cancelled.id])).map(({ taskId }) => taskId)).toEqual([first.id]);
  await ground.redis.del(ground.keys.task(first.id));
  expect((await letters.oldest({ route, limit: 10 })).map(({ taskId }) => taskId)).toEqual([second.id]);
  expect(await ground.redis.zrange(ground.keys.deadLetters(route), '0', '-1')).toEqual([second.id]);
});

it('gives each once, page by page', async () => {
  const ids = [];
  for (let n = 0; n < 5; n += 1) ids.push((await failed()).id);
  const seen: string[] = [];
  const route = (await failed()).route;
  let after: Parameters<DeadLetters['list']>[0]['after'];
  do {
    const page = await letters.list({ route, limit: 2, after });
    seen.push(...page.tasks.map(({ taskId }) => taskId));
    after = page.next;
  } while (after);
  expect(seen).toEqual(expect.arrayContaining(ids));
  expect(new Set(seen).size).toBe(6);
  expect(seen).toHaveLength(6);
});

it('finds each of the oldest, though many of those before it are gone', async () => {
  const { id, route } = await failed();
  const gone = Array.from({ length: 700 }, (_, n) => `task_gone${n}`);
  await ground.redis.zadd(ground.keys.deadLetters(route), ...gone.flatMap((one, n) => [n < 600 ? 1 : n, one]));
  expect((await letters.oldest({ route, limit: 10 })).map(({ taskId }) => taskId)).toEqual([id]);
});

it('leaves out what was run again when the oldest are asked for', async () => {
  const [first, second] = [await failed(), await failed()];
  await ground.redis.hset(ground.keys.task(first.id), 'retried_as', 'task_x');
  expect((await letters.oldest({ route: first.route, limit: 10 })).map(({ taskId }) => taskId)).toEqual([second.id]);
});
