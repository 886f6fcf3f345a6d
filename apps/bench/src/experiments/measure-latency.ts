import { openLoop } from '../load/open-loop.js';
import { schedule } from '../load/schedule.js';
import { openTrial, type Trial } from '../processes/open-trial.js';
import { percentile } from '../results/median.js';
import { type Sizes, upstreamDelayMs } from '../sizes.js';
import type { Call } from '../systems/call.js';
import { answerText } from '../upstream/answers.js';
import { startUpstream } from '../upstream/start-upstream.js';
import type { Figures } from './figures.js';

export interface MeasureLatencyOptions {
  readonly redisProgram: string;
  readonly sizes: Sizes;
  readonly load: Load;
  /** Starts what is measured and says how to ask it. */
  readonly start: (trial: Trial, upstreamUrl: string) => Promise<Call>;
}

/** What is asked for, how often, and how the upstream answers. */
export interface Load {
  /** What the figures' names begin with. */
  readonly name: string;
  readonly perSecond: number;
  /** Between the pieces of an answer; 0 = all of it at once. */
  readonly paceMs: number;
}

/** Asks at a fixed rate over an upstream that takes 50 ms until it answers, and takes from each answer's time what the upstream itself took for that very call. */
export const measureLatency = async ({ redisProgram, sizes, load, start }: MeasureLatencyOptions): Promise<Figures> => {
  const { latencySeconds, latencyWarmUpSeconds } = sizes;
  const trial = await openTrial(redisProgram);
  try {
    const upstream = await startUpstream(trial, upstreamDelayMs, load.paceMs);
    const call = await start(trial, upstream.url);
    const warmUp = schedule(load.perSecond, latencyWarmUpSeconds);
    const measured = schedule(load.perSecond, latencySeconds);
    await openLoop({ call, sendAtMs: warmUp, firstPrompt: 0, expected: answerText });
    const tookMs = await openLoop({ call, sendAtMs: measured, firstPrompt: warmUp.length, expected: answerText });
    const { heldMs } = await upstream.report();
    const added = tookMs.map((took, index) => took - (heldMs[warmUp.length + index] ?? Number.NaN));
    if (added.some(Number.isNaN)) throw new Error('not every answer came from a call of its own');
    return Object.fromEntries([50, 95, 99].map((percent) => [`${load.name}P${percent}Ms`, percentile(added, percent / 100)]));
  } finally {
    await trial.close();
  }
};
