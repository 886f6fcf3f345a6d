import type { ShareGround } from './share-ground.js';

/** One submission of the scene, at a moment of virtual time. */
interface Arrival {
  readonly atMs: number;
  readonly tenant: string;
  readonly weight: number;
}

export interface SimulationOptions {
  /** `fifo` charges everybody as one tenant. */
  readonly mode: 'fifo' | 'stride';
  readonly weightOfB?: number;
  /** How many tasks each tenant submits. */
  readonly tasks: Readonly<Record<'A' | 'B' | 'C', number>>;
  /** Decides how long each task runs, between half and one and a half times the mean. */
  readonly seed: number;
}

/** How long the tasks of a tenant waited to begin, in virtual ms. */
export type Waits = Readonly<Record<string, { readonly p50: number; readonly p95: number }>>;

const [slots, meanMs] = [5, 20];

/** The generator of Park and Miller: the same numbers everywhere. */
const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

/** A submits all it has at once, B some more after it, and C one task every 100 ms. */
const scene = (tasks: SimulationOptions['tasks'], weightOfB: number): readonly Arrival[] => [
  ...Array.from({ length: tasks.A }, () => ({ atMs: 0, tenant: 'A', weight: 1 })),
  ...Array.from({ length: tasks.B }, () => ({ atMs: 0, tenant: 'B', weight: weightOfB })),
  ...Array.from({ length: tasks.C }, (_, n) => ({ atMs: (n + 1) * 100, tenant: 'C', weight: 1 })),
];

const quantile = (sorted: readonly number[], share: number): number => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);

/**
 * Plays the scene on the real scripts with a clock of its own: five slots take the next job in BullMQ's order, each task costs one unit
 * and runs for about 20 ms.
 */
export const simulate = async (ground: ShareGround, { mode, weightOfB = 1, tasks, seed }: SimulationOptions): Promise<Waits> => {
  const random = seeded(seed);
  const waiting = [...scene(tasks, weightOfB)];
  const arrivals = new Map<string, Arrival>();
  const waits = new Map<string, number[]>();
  /** When each running task ends. */
  const running: { readonly endMs: number; readonly id: string }[] = [];

  const submit = async (batch: readonly Arrival[]): Promise<void> => {
    const ids = await Promise.all(
      batch.map(({ tenant, weight }) => ground.submitted({ tenant: mode === 'fifo' ? 'all' : tenant, keyLimits: { weight } })),
    );
    for (const [place, id] of ids.entries()) arrivals.set(id, batch[place] as Arrival);
  };
  const start = async (id: string, nowMs: number): Promise<void> => {
    const { tenant, atMs } = arrivals.get(id) as Arrival;
    waits.set(tenant, [...(waits.get(tenant) ?? []), nowMs - atMs]);
    await ground.begun(await ground.opened(id));
    running.push({ endMs: nowMs + meanMs * (0.5 + random()), id });
    running.sort((one, other) => one.endMs - other.endMs);
  };

  for (let nowMs = 0; waiting.length > 0 || arrivals.size > 0; ) {
    await submit(waiting.splice(0, waiting.filter(({ atMs }) => atMs <= nowMs).length));
    while (running.length < slots) {
      const id = await ground.taken();
      if (id === undefined) break;
      await start(id, nowMs);
    }
    nowMs = Math.min(running[0]?.endMs ?? Number.POSITIVE_INFINITY, waiting[0]?.atMs ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(nowMs)) break;
    while ((running[0]?.endMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      const { id } = running.shift() as { id: string };
      await ground.succeed(id);
      arrivals.delete(id);
    }
  }
  return Object.fromEntries(
    [...waits].map(([tenant, list]) => {
      const sorted = list.sort((one, other) => one - other);
      return [tenant, { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) }];
    }),
  );
};
