import { openTrial } from '../processes/open-trial.js';
import type { Sizes } from '../sizes.js';
import type { QueueingSystem } from '../systems/queueing-system.js';
import type { Figures } from './figures.js';
import { measureSubmit } from './measure-submit.js';
import { measureWork } from './measure-work.js';

export interface MeasureLifeOptions {
  readonly system: QueueingSystem;
  readonly redisProgram: string;
  readonly sizes: Sizes;
  /** Whether the submitted tasks are worked on too. */
  readonly work: boolean;
}

/** One trial: tasks are submitted to one api, then one worker works them off, in the same Redis. */
export const measureLife = async ({ system, redisProgram, sizes, work }: MeasureLifeOptions): Promise<Figures> => {
  const trial = await openTrial(redisProgram);
  try {
    const submitted = await measureSubmit(trial, await system.startApi(trial), sizes);
    if (!work) return submitted;
    const worked = await measureWork(trial, system, sizes.warmUpTasks);
    const lifeRedisCpuMicros = (submitted.submitRedisCpuMicros ?? 0) + (worked.workRedisCpuMicros ?? 0);
    return { ...submitted, ...worked, lifeRedisCpuMicros };
  } finally {
    await trial.close();
  }
};
