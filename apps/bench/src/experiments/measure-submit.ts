import { closedLoop } from '../load/closed-loop.js';
import { cpuMicros } from '../processes/cpu-micros.js';
import type { Trial } from '../processes/open-trial.js';
import { concurrency, type Sizes } from '../sizes.js';
import type { StartedApi } from '../systems/queueing-system.js';
import type { Figures } from './figures.js';

/** Submits to one api process with nobody working, 100 at a time. What was submitted stays in the queue. */
export const measureSubmit = async ({ redis }: Trial, { process, submit }: StartedApi, { warmUpTasks, tasks }: Sizes): Promise<Figures> => {
  await closedLoop({ call: submit, connections: concurrency, requests: warmUpTasks, firstPrompt: 0 });
  const before = { api: await cpuMicros(process), redis: await redis.cpuMicros(), bytes: await redis.dataBytes() };
  const tookMs = await closedLoop({ call: submit, connections: concurrency, requests: tasks, firstPrompt: warmUpTasks });
  const after = { api: await cpuMicros(process), redis: await redis.cpuMicros(), bytes: await redis.dataBytes() };
  return {
    submissionsPerSecond: (tasks / tookMs) * 1000,
    submitApiCpuMicros: (after.api - before.api) / tasks,
    submitRedisCpuMicros: (after.redis - before.redis) / tasks,
    redisBytesPerTask: (after.bytes - before.bytes) / tasks,
  };
};
