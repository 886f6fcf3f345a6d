import { openLoop } from '../load/open-loop.js';
import { schedule } from '../load/schedule.js';
import { openTrial, type Trial } from '../processes/open-trial.js';
import { percentile } from '../results/median.js';
import { type Sizes, tasksPerSecond, upstreamDelayMs } from '../sizes.js';
import type { Call } from '../systems/call.js';
import { answerText } from '../upstream/answers.js';
import { startUpstream } from '../upstream/start-upstream.js';
import type { Figures } from './figures.js';

export interface MeasureLatencyOptions {
  readonly redisProgram: string;
  readonly sizes: Sizes;
  /** Starts what is measured and says how to ask it. */
  readonly start: (trial: Trial, upstreamUrl: string) => Promise<Call>;
}

/** Asks at a fixed rate over an upstream that takes 50 ms, and takes from each answer's time what the upstream itself took for that very call. */
export const measureLatency = async ({ redisProgram, sizes, start }: MeasureLatencyOptions): Promise<Figures> => {
  const { latencySeconds, latencyWarmUpSeconds } = sizes;
  const trial = await openTrial(redisProgram);
  try {
    const upstream = await startUpstream(trial, upstreamDelayMs);
    const call = await start(trial, upstream.url);
    const warmUp = schedule(tasksPerSecond, latencyWarmUpSeconds);
    const measured = schedule(tasksPerSecond, latencySeconds);
    await openLoop({ call, sendAtMs: warmUp, firstPrompt: 0, expected: answerText });
    const tookMs = await openLoop({ call, sendAtMs: measured, firstPrompt: warmUp.length, expected: answerText });
    const { heldMs } = await upstream.report();
    const added = tookMs.map((took, index) => took - (heldMs[warmUp.length + index] ?? Number.NaN));
    if (added.some(Number.isNaN)) throw new Error('not every answer came from a call of its own');
    return { addedP50Ms: percentile(added, 0.5), addedP95Ms: percentile(added, 0.95), addedP99Ms: percentile(added, 0.99) };
  } finally {
    await trial.close();
  }
};
