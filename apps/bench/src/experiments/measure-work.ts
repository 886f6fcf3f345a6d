import { cpuMicros } from '../processes/cpu-micros.js';
import type { Trial } from '../processes/open-trial.js';
import { until } from '../processes/until.js';
import type { QueueingSystem } from '../systems/queueing-system.js';
import { startUpstream } from '../upstream/start-upstream.js';
import type { Figures } from './figures.js';
import { unfinished } from './unfinished.js';

const lookEveryMs = 10;
/** Thousands of tasks on a machine that others keep busy take minutes. */
const patienceMs = 600_000;

/**
 * Has one worker process empty the queue over an instant upstream. Measured from when the first `warmUpTasks` have ended until all have,
 * so the start of the worker does not count. Throws when a task failed or was not answered by a call of its own.
 */
export const measureWork = async (trial: Trial, system: QueueingSystem, warmUpTasks: number): Promise<Figures> => {
  const { redis } = trial;
  const queued = await unfinished(redis.client, system.queueKey);
  const upstream = await startUpstream(trial);
  const worker = await system.startWorker(trial, upstream.url);
  let left = queued;
  const untilLeft = (most: number): Promise<void> =>
    until({
      what: `${system.name} works`,
      processes: [worker],
      everyMs: lookEveryMs,
      timeoutMs: patienceMs,
      check: async () => {
        left = await unfinished(redis.client, system.queueKey);
        return left <= most;
      },
    });
  const marks = async () => ({ atMs: performance.now(), left, redis: await redis.cpuMicros(), worker: await cpuMicros(worker) });

  await untilLeft(queued - warmUpTasks);
  const before = await marks();
  await untilLeft(0);
  const after = await marks();
  await checkAll(trial, system, queued, (await upstream.report()).calls);
  const tasks = before.left - after.left;
  return {
    tasksPerSecond: (tasks / (after.atMs - before.atMs)) * 1000,
    workerCpuMicros: (after.worker - before.worker) / tasks,
    workRedisCpuMicros: (after.redis - before.redis) / tasks,
  };
};

const checkAll = async ({ redis }: Trial, system: QueueingSystem, tasks: number, calls: number): Promise<void> => {
  const failed = await system.countFailed(redis.client);
  if (failed > 0) throw new Error(`${failed} of ${tasks} tasks of ${system.name} failed`);
  if (calls !== tasks) throw new Error(`${system.name} made ${calls} calls for ${tasks} tasks`);
};
