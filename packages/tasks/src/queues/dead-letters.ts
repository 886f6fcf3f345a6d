import type { FailureCode } from '@millrace/contracts';
import { guarded, type Keys, newestMembers, oldestMembers, runForEach, type TimedMember } from '@millrace/store';
import type { Redis } from 'ioredis';

/** A task that ended `failed`, without what it asked. */
export interface DeadTask {
  readonly taskId: string;
  readonly tenant: string;
  /** Public id of the key that submitted it. */
  readonly keyId: string;
  readonly code: FailureCode;
  /** '' when nothing more than the code is known. */
  readonly message: string;
  readonly endedAtMs: number;
  readonly attempts: number;
  readonly retriedAs?: string;
}

export interface DeadTaskPage {
  readonly tasks: readonly DeadTask[];
  readonly next?: TimedMember;
}

/** The tasks of a route that ended `failed`; those that are no longer known are taken off. All of it throws `StoreUnavailableError`. */
export interface DeadLetters {
  /** Newest first; looks at 1,000 at most, so there may be more even if none was found. */
  list(request: {
    readonly route: string;
    readonly limit: number;
    readonly after?: TimedMember | undefined;
    readonly code?: FailureCode | undefined;
  }): Promise<DeadTaskPage>;
  /** Those of these that there are. */
  find(route: string, taskIds: readonly string[]): Promise<readonly DeadTask[]>;
  /** Those that were not run again yet, the oldest first. */
  oldest(request: {
    readonly route: string;
    readonly limit: number;
    readonly code?: FailureCode | undefined;
  }): Promise<readonly DeadTask[]>;
}

const mostLookedAt = 1000;

export const createDeadLetters = ({ redis, keys }: { readonly redis: Redis; readonly keys: Keys }): DeadLetters => {
  const read = createReadDeadTasks({ redis, keys });

  return {
    async list({ route, limit, after, code }) {
      const found: DeadTask[] = [];
      let last: TimedMember | undefined;
      let lookedAt = 0;
      for await (const members of newestMembers({ redis, key: keys.deadLetters(route), after })) {
        const tasks = await read(
          route,
          members.map(({ id }) => id),
        );
        found.push(...tasks.filter((task) => code === undefined || task.code === code));
        last = members.at(-1) ?? last;
        lookedAt += members.length;
        if (found.length > limit || lookedAt >= mostLookedAt) return pageOf(found, limit, last);
      }
      return pageOf(found, limit, undefined);
    },
    async find(route, taskIds) {
      const scores = await runForEach(redis, taskIds, (pipeline, id) => pipeline.zscore(keys.deadLetters(route), id));
      return read(
        route,
        taskIds.filter((_, place) => scores[place] !== null),
      );
    },
    async oldest({ route, limit, code }) {
      const found: DeadTask[] = [];
      for await (const members of oldestMembers({ redis, key: keys.deadLetters(route) })) {
        const tasks = await read(
          route,
          members.map(({ id }) => id),
        );
        found.push(...tasks.filter((task) => task.retriedAs === undefined && (code === undefined || task.code === code)));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
  };
};

const pageOf = (found: readonly DeadTask[], limit: number, lookedAtLast: TimedMember | undefined): DeadTaskPage => {
  const tasks = found.slice(0, limit);
  const last = found.length > limit ? tasks.at(-1) : undefined;
  const next = last ? { id: last.taskId, atMs: last.endedAtMs } : lookedAtLast;
  return { tasks, ...(next && { next }) };
};

const fields = ['state', 'erased', 'tenant', 'key', 'code', 'message', 'ended', 'attempts', 'retried_as'] as const;

const createReadDeadTasks =
  ({ redis, keys }: { readonly redis: Redis; readonly keys: Keys }) =>
  async (route: string, ids: readonly string[]): Promise<readonly DeadTask[]> => {
    const records = (await runForEach(redis, ids, (pipeline, id) => pipeline.hmget(keys.task(id), ...fields))) as (string | null)[][];
    const tasks = ids.map((id, place) => deadTaskOf(id, records[place] ?? []));
    const gone = ids.filter((_, place) => tasks[place] === undefined);
    if (gone.length > 0) await guarded(() => redis.zrem(keys.deadLetters(route), ...gone));
    return tasks.filter((task) => task !== undefined);
  };

/** Undefined for one that is forgotten or erased. */
const deadTaskOf = (taskId: string, values: readonly (string | null)[]): DeadTask | undefined => {
  const [state, erased, tenant, keyId, code, message, ended, attempts, retriedAs] = values;
  if (state !== 'failed' || erased) return undefined;
  return {
    taskId,
    tenant: tenant ?? '',
    keyId: keyId ?? '',
    code: code as FailureCode,
    message: message ?? '',
    endedAtMs: Number(ended),
    attempts: Number(attempts ?? 0),
    ...(retriedAs && { retriedAs }),
  };
};
