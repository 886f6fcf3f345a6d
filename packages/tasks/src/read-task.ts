import { type FinalState, isFinal } from '@millrace/contracts';
import { guarded, type Keys, readRecord, type Seal, type StoredTask } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { ReadOutcome, ReadTask } from './read-outcome.js';

export interface ReadTaskOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
}

/** Reads a task for its tenant: all its parts in one round trip, and a second one only to explain why a task waits. */
export const createReadTask = ({ redis, keys, seal }: ReadTaskOptions): ReadTask => {
  const workersAlive = async (route: string): Promise<boolean> => {
    const newest = await guarded(() => redis.zrange(keys.workers(route), '0', '0', 'REV', 'WITHSCORES'));
    const [seconds] = await guarded(() => redis.time());
    return Number(newest[1] ?? 0) > Number(seconds) * 1000 - workerSilenceMs;
  };

  const explained = async (task: StoredTask): Promise<StoredTask> =>
    task.state !== 'queued' || task.waitingReason || (await workersAlive(task.route)) ? task : { ...task, waitingReason: 'no_workers' };

  return async ({ tenant, id }): Promise<ReadOutcome> => {
    const [record, result, metadata] = await guarded(() =>
      Promise.all([redis.hgetall(keys.task(id)), redis.get(keys.result(id)), redis.get(keys.metadata(id))]),
    );
    if (record.tenant !== tenant) return { kind: 'unknown' };
    const task = readRecord({ id, record, result, metadata, seal });
    if (!isFinal(task.state)) return { kind: 'found', task: await explained(task) };
    const gone = task.state === 'succeeded' && result === null;
    return gone || Number(record.result_until) <= Date.now()
      ? { kind: 'gone', state: task.state as FinalState, endedAtMs: task.endedAtMs ?? task.createdAtMs }
      : { kind: 'found', task };
  };
};

/** Workers call in every second; one that has been silent for this long is not counted on. */
const workerSilenceMs = 10_000;
