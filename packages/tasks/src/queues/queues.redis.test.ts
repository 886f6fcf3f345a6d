import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createGround, type Ground, route } from '../life/ground.js';
import { createListWorkers } from './list-workers.js';
import { createReadQueues } from './read-queues.js';

let ground: Ground;
beforeEach(() => {
  ground = createGround();
});
afterEach(() => ground.close());

it('a queue tells its tokens a minute as its workers report them, and says zero before', async () => {
  const readQueues = createReadQueues(ground);
  expect(await readQueues([route.slug])).toMatchObject([{ startedPerMinute: 0, inputTokensPerMinute: 0, outputTokensPerMinute: 0 }]);
  await ground.one.renew([], new Map([[route.slug, { tasks: 1, inputTokens: 4000, outputTokens: 1000 }]]));
  const [queue] = await readQueues([route.slug]);
  const { startedPerMinute = 0, inputTokensPerMinute = 0, outputTokensPerMinute = 0, workers } = queue ?? {};
  expect(workers).toBe(1);
  expect(startedPerMinute).toBeGreaterThan(0);
  expect(inputTokensPerMinute / outputTokensPerMinute).toBeCloseTo(4, 1);
});

it('a worker shows how many attempts it runs, and one that is silent is not shown', async () => {
  const listWorkers = createListWorkers(ground);
  const task = await ground.opened((await ground.accepted()).id);
  const attempt = await ground.begun(task);
  await ground.one.renew([attempt]);
  await ground.two.renew([]);
  const [one, two, ...others] = await listWorkers([route.slug, 'other']);
  expect([one, two]).toMatchObject([
    { routes: [route.slug], running: 1 },
    { routes: [route.slug], running: 0 },
  ]);
  expect(others).toEqual([]);
  await ground.redis.zadd(ground.keys.workers(route.slug), 1, one?.id ?? '');
  expect(await listWorkers([route.slug])).toEqual([two]);
});
