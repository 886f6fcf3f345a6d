import { once } from 'node:events';
import type { CallerReport } from '../callers/run-caller.js';
import { openTrial } from '../processes/open-trial.js';
import type { StartedProcess } from '../processes/start-process.js';
import { inRepository } from '../repository.js';
import type { Sizes } from '../sizes.js';
import { startUpstream } from '../upstream/start-upstream.js';
import type { Figures } from './figures.js';

export interface MeasureCallOptions {
  /** File in `callers`, without its ending. */
  readonly caller: string;
  readonly redisProgram: string;
  readonly sizes: Sizes;
}

/** Has one process ask an instant upstream for streams, with no queue between. Throws when a call was not answered, or was made twice. */
export const measureCall = async ({ caller, redisProgram, sizes: { calls, warmUpCalls } }: MeasureCallOptions): Promise<Figures> => {
  const trial = await openTrial(redisProgram);
  try {
    const upstream = await startUpstream(trial);
    const env = { OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-bench', CALLS: String(calls), WARM_UP_CALLS: String(warmUpCalls) };
    const script = inRepository('apps/bench/dist/callers', `${caller}.js`);
    const { callCpuMicros, callsPerSecond } = await reportOf(await trial.start({ role: caller, script, env }));
    const made = (await upstream.report()).calls;
    if (made !== calls + warmUpCalls) throw new Error(`${caller} made ${made} calls instead of ${calls + warmUpCalls}`);
    return { callCpuMicros, callsPerSecond };
  } finally {
    await trial.close();
  }
};

const reportOf = async ({ role, child, exited, tail }: StartedProcess): Promise<CallerReport> => {
  const ended = exited.then((how): never => {
    throw new Error(`${role} ${how}:\n${tail()}`);
  });
  const [report] = (await Promise.race([once(child, 'message'), ended])) as [CallerReport];
  return report;
};
