import { type Keys, runForEach } from '@millrace/store';
import type { Redis } from 'ioredis';

const perTrip = 500;

/** Of how many of these tasks each route is. */
export const countByRoute = async (
  { redis, keys }: { readonly redis: Redis; readonly keys: Keys },
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  for (let first = 0; first < ids.length; first += perTrip) {
    const routes = await runForEach(redis, ids.slice(first, first + perTrip), (pipeline, id) => pipeline.hget(keys.task(id), 'route'));
    for (const route of routes) if (typeof route === 'string') counts.set(route, (counts.get(route) ?? 0) + 1);
  }
  return counts;
};
