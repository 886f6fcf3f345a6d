import type { TaskPayload } from '@millrace/contracts';
import { guarded, type Keys, type Seal } from '@millrace/store';
import type { Redis } from 'ioredis';
import type { Attempts } from './attempts.js';

export interface LoadTaskOptions {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly seal: Seal;
  /** How far the clock here is ahead of that of Redis. */
  readonly aheadMs: () => number;
}

const recordFields = ['state', 'run', 'tenant', 'route', 'model', 'created', 'finish_by', 'request', 'run_at', 'trace'] as const;
const openStates = new Set(['scheduled', 'queued', 'running']);

/** Reads what a job refers to, in plain commands: through a script, Lua would have to take in the whole payload. */
export const createLoadTask =
  ({ redis, keys, seal, aheadMs }: LoadTaskOptions): Attempts['load'] =>
  async ({ taskId, run }) => {
    const [record, payload] = await guarded(() =>
      Promise.all([redis.hmget(keys.task(taskId), ...recordFields), redis.get(keys.payload(taskId))]),
    );
    const [state = '', currentRun, tenant = '', route = '', model = '', created, finishBy, requestId = '', runAt, trace] = record.map(
      (value) => value ?? undefined,
    );
    if (!openStates.has(state) || Number(currentRun) !== run || payload === null) return { kind: 'over' };
    const heldMs = runAt === undefined ? 0 : Number(runAt) - Number(created);
    const times = { createdAtMs: Number(created) + aheadMs(), finishByMs: Number(finishBy) + aheadMs(), heldMs };
    const opened = JSON.parse(seal.open(payload, `${taskId}:payload`)) as TaskPayload;
    return {
      kind: 'open',
      task: { id: taskId, run, tenant, route, model, requestId, ...(trace !== undefined && { trace }), ...times, payload: opened },
    };
  };
