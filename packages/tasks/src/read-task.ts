import { type FinalState, isFinal } from '@millrace/contracts';
import { guarded, type Keys, readRecord, type Seal, type StoredTask, type TaskRecord } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { ReadOutcome, ReadTask } from './read-outcome.js';
import { createReadTaskWebhook } from './webhooks/read-task-webhook.js';

export interface ReadTaskOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
}

/** Reads a task for its tenant: all its parts in one round trip, but for its webhook if it has one. Whether its result has expired is judged by the clock of Redis. */
export const createReadTask = ({ redis, keys, seal }: ReadTaskOptions): ReadTask => {
  const readWebhook = createReadTaskWebhook({ redis, keys, seal });
  return async ({ tenant, id }) => {
    const [record, result, metadata, spend, [seconds, micros]] = await guarded(() =>
      Promise.all([
        redis.hgetall(keys.task(id)),
        redis.get(keys.result(id)),
        redis.get(keys.metadata(id)),
        redis.hgetall(keys.taskSpend(id)),
        redis.time(),
      ]),
    );
    if (record.tenant !== tenant) return { kind: 'unknown' };
    const readAtMs = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    const webhook = await readWebhook(id, record);
    return outcomeOf({ ...readRecord({ id, record, result, metadata, seal, spend }), ...webhook, readAtMs }, record, readAtMs);
  };
};

const outcomeOf = (task: StoredTask, record: TaskRecord, nowMs: number): ReadOutcome => {
  const { state, endedAtMs } = task;
  if (record.erased) {
    return { kind: 'erased', state, erasedAtMs: Number(record.erased), ...(endedAtMs !== undefined && { endedAtMs }) };
  }
  if (!isFinal(state)) return { kind: 'found', task };
  const { resultUntilMs = 0, result } = task;
  const gone = resultUntilMs <= nowMs || (state === 'succeeded' && !result);
  return gone ? goneOutcome(task, state) : { kind: 'found', task };
};

const goneOutcome = (task: StoredTask, state: FinalState): ReadOutcome => {
  const { createdAtMs, endedAtMs = createdAtMs, resultUntilMs: goneAtMs = endedAtMs, failure, attemptHistory, retriedAs } = task;
  const why = failure && { failure, attemptHistory };
  return { kind: 'gone', state, endedAtMs, goneAtMs, ...why, ...(retriedAs !== undefined && { retriedAs }) };
};
