import { prompt } from '../load/prompts.js';
import { concurrency } from '../sizes.js';
import { answerText } from '../upstream/answers.js';

/** Asks a model, streamed, and gives back the text of its answer. */
export type Ask = (prompt: string) => Promise<string>;

/** What a caller tells the bench when it is done. */
export interface CallerReport {
  readonly callCpuMicros: number;
  readonly callsPerSecond: number;
}

/** Makes `WARM_UP_CALLS` calls and then `CALLS` that are measured, as many at a time as a worker does. Throws at an answer that is not the upstream's. */
export const runCaller = async (ask: Ask): Promise<void> => {
  const calls = Number(process.env.CALLS);
  await askAll(ask, Number(process.env.WARM_UP_CALLS));
  const fromMs = performance.now();
  const before = process.cpuUsage();
  await askAll(ask, calls);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - fromMs) / 1000;
  const report: CallerReport = { callCpuMicros: (user + system) / calls, callsPerSecond: calls / seconds };
  process.send?.(report);
};

const askAll = async (ask: Ask, calls: number): Promise<void> => {
  let next = 0;
  const askOn = async (): Promise<void> => {
    while (next < calls) {
      next += 1;
      const text = await ask(prompt(next));
      if (text !== answerText) throw new Error(`a call was answered with ${text.length} characters that are not the upstream's`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, askOn));
};
