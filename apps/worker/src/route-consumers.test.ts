import { describe, expect, it } from '@jest/globals';
import { createLiveModels, type ModelRoute } from '@millrace/config';
import type { RouteConsumer } from '@millrace/queue';
import { createRouteConsumers } from './route-consumers.js';
import { createWorkingRoutes } from './working-routes.js';

const models = (...slugs: string[]) => {
  const routes = slugs.map((slug): ModelRoute => ({ slug, model: slug, isPattern: false, tiers: [[]] }));
  return { defaultModel: slugs[0] ?? '', routes, served: routes };
};

const setUp = () => {
  const steps: string[] = [];
  const busy = new Set<string>();
  const live = createLiveModels(models('a', 'b'));
  const routes = createWorkingRoutes(live);
  const open = (route: string): RouteConsumer => ({
    route,
    active: 0,
    start: async () => void steps.push(`start ${route}`),
    stopFetching: () => {},
    limit: () => {},
    idle: async () => {},
    abortAll: () => {},
    close: async () => void steps.push(`close ${route}`),
    silentMs: () => 0,
  });
  const events = { onTrouble: (_route: string, error: unknown) => void steps.push(String(error)), onDrained: () => {} };
  const consumers = createRouteConsumers({ routes, open, isEmpty: async (route) => !busy.has(route), events });
  const reload = async (...slugs: string[]): Promise<void> => {
    live.replace(models(...slugs));
    await consumers.follow();
  };
  return { consumers, reload, routes, steps, busy, now: () => consumers.open().map(({ route }) => route) };
};

describe('the consumers of a worker', () => {
  it('begin with added routes, and with those alone', async () => {
    const { consumers, reload, steps } = setUp();
    await consumers.start();
    await reload('a', 'b', 'c');
    await consumers.stop();
    expect(steps).toEqual(['start a', 'start b', 'start c']);
  });

  it('stay with a removed route until nothing of it is left, and close then', async () => {
    const { consumers, reload, routes, steps, busy, now } = setUp();
    await consumers.start();
    busy.add('b');
    await reload('a');
    await consumers.tend();
    expect([now(), routes.of('b')?.slug]).toEqual([['a', 'b'], 'b']);
    busy.clear();
    await consumers.tend();
    await consumers.stop();
    expect([now(), routes.of('b'), steps.at(-1)]).toEqual([['a'], undefined, 'close b']);
  });

  it('go on with a route that comes back while it drains', async () => {
    const { consumers, reload, steps, now } = setUp();
    await consumers.start();
    await reload('a');
    await reload('a', 'b');
    await consumers.tend();
    await consumers.stop();
    expect([now(), steps]).toEqual([
      ['a', 'b'],
      ['start a', 'start b'],
    ]);
  });

  it('begin with nothing once the worker stops', async () => {
    const { consumers, reload, steps } = setUp();
    await consumers.start();
    await consumers.stop();
    await reload('a', 'b', 'c');
    expect(steps).toEqual(['start a', 'start b']);
  });
});
