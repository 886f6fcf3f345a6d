import { guarded, type Keys, redisTimeMs, runForEach } from '@millrace/store';
import type { Redis } from 'ioredis';
import { workerSilenceMs } from '../outlook/route-outlook.js';

/** A worker that is alive. */
export interface LivingWorker {
  readonly id: string;
  readonly routes: readonly string[];
  /** Attempts it runs, and how many it runs at most, if it told. */
  readonly running: number;
  readonly concurrency?: number;
  readonly lastSeenAtMs: number;
}

/** The workers of these routes that called in lately, by their ids. Throws `StoreUnavailableError`. */
export type ListWorkers = (routes: readonly string[]) => Promise<readonly LivingWorker[]>;

export const createListWorkers =
  ({ redis, keys }: { readonly redis: Redis; readonly keys: Keys }): ListWorkers =>
  async (routes) => {
    const sinceMs = redisTimeMs(await guarded(() => redis.time())) - workerSilenceMs;
    const seen = (await runForEach(redis, routes, (pipeline, route) =>
      pipeline.zrange(keys.workers(route), sinceMs, '+inf', 'BYSCORE', 'WITHSCORES'),
    )) as readonly string[][];
    const workers = new Map<string, Seen>();
    for (const [place, flat] of seen.entries())
      for (const worker of workersOf(flat, routes[place] ?? '')) workers.set(worker.id, joined(workers.get(worker.id), worker));
    const sorted = [...workers.values()].sort((one, other) => one.id.localeCompare(other.id));
    const ids = sorted.map(({ id }) => id);
    const loads = (await runForEach(redis, ids, (pipeline, id) => pipeline.get(keys.workerLoad(id)))) as readonly (string | null)[];
    return sorted.map((worker, place) => ({ ...worker, ...loadOf(loads[place] ?? '') }));
  };

type Seen = Pick<LivingWorker, 'id' | 'routes' | 'lastSeenAtMs'>;

const workersOf = (flat: readonly string[], route: string): readonly Seen[] =>
  flat.flatMap((id, place) => (place % 2 === 0 ? [{ id, routes: [route], lastSeenAtMs: Number(flat[place + 1]) }] : []));

const joined = (known: Seen | undefined, { id, routes, lastSeenAtMs }: Seen): Seen => ({
  id,
  routes: [...(known?.routes ?? []), ...routes],
  lastSeenAtMs: Math.max(known?.lastSeenAtMs ?? 0, lastSeenAtMs),
});

const loadOf = (told: string): Pick<LivingWorker, 'running' | 'concurrency'> => {
  const [running = '', concurrency = ''] = told.split(' ');
  return { running: Number(running), ...(concurrency !== '' && { concurrency: Number(concurrency) }) };
};
