import type { CallTotals, KeyLimits } from '@millrace/testing';
import { closedLoop } from '../load/closed-loop.js';
import { openTrial } from '../processes/open-trial.js';
import { until } from '../processes/until.js';
import { type ProviderProcess, startProviderProcess } from '../provider/start-provider-process.js';
import type { Sizes } from '../sizes.js';
import { type Fleet, readEnded, startFleet } from '../systems/start-fleet.js';
import type { Figures } from './figures.js';

/** Which of the provider's two limits is the one that is reached. */
export interface QuotaLoad {
  /** What the figures' names begin with. */
  readonly name: 'requests' | 'tokens';
  readonly promptCharacters: number;
}

export interface MeasureGoodputOptions {
  readonly redisProgram: string;
  readonly sizes: Sizes;
  readonly load: QuotaLoad;
  /** By what the provider's limits are multiplied, so that a run takes as much less time. */
  readonly timeScale: number;
}

/** With these prompts a task takes 306 tokens and 506, so 600 of them are below 200,000 tokens, or well above. */
export const quotaLoads: readonly QuotaLoad[] = [
  { name: 'requests', promptCharacters: 800 },
  { name: 'tokens', promptCharacters: 1_600 },
];
const completionTokens = { least: 64, most: 148 };
const requestsPerMinute = 600;
const tokensPerMinute = 200_000;
/** A second's worth, as providers say who enforce a limit per minute in shorter steps. */
const burst = 1 / 60;
const workers = 4;
const latencyMs = 300;
const submitters = 20;
const secret = 'sk-bench';
const model = 'bench-model';

const body =
  (characters: number) =>
  (prompt: string): string =>
    JSON.stringify({ model, prompt: prompt.slice(0, characters), max_tokens: 200 });

const modelsOf = (url: string, limits: KeyLimits): object => ({
  credentials: { bench: { key: 'env:BENCH_PROVIDER_KEY' } },
  routes: [
    {
      model,
      deployments: [
        {
          name: 'bench',
          base_url: url,
          credential: 'bench',
          requests_per_minute: limits.requestsPerMinute,
          tokens_per_minute: limits.tokensPerMinute,
        },
      ],
    },
  ],
});

interface Drained {
  readonly tasks: number;
  readonly drainMs: number;
  readonly pickUps: number;
  readonly provider: ProviderProcess;
  readonly timeScale: number;
}

/** The least time the provider's limits allow for what it has served, in milliseconds: its calls by the one limit, their tokens by the other, whichever takes longer. */
const leastMs = ({ byVerdict, promptTokens, completionTokens: completions }: CallTotals, timeScale: number): number =>
  (Math.max(byVerdict.answered / requestsPerMinute, (promptTokens + completions) / tokensPerMinute) / timeScale) * 60_000;

const figuresOf = async ({ name }: QuotaLoad, { tasks, drainMs, pickUps, provider, timeScale }: Drained): Promise<Figures> => {
  const totals = await provider.totals();
  const times = (await provider.calls()).filter(({ verdict }) => verdict === 'answered').map(({ at }) => at);
  const servedMs = Math.max(...times) - Math.min(...times);
  return {
    [`${name}GoodputPercent`]: (leastMs(totals, timeScale) / servedMs) * 100,
    [`${name}RefusedPercent`]: (totals.byVerdict.limited / totals.calls) * 100,
    [`${name}EarlyRetries`]: totals.early,
    [`${name}PickUpsPerTask`]: pickUps / tasks,
    [`${name}DrainRatio`]: drainMs / leastMs(totals, timeScale),
  };
};

const drain = async (fleet: Fleet, load: QuotaLoad, tasks: number, ended: () => Promise<number>): Promise<number> => {
  const call = fleet.call('/v1/tasks', body(load.promptCharacters));
  const fromMs = performance.now();
  await closedLoop({ call, connections: submitters, requests: tasks, firstPrompt: 0 });
  await until({
    what: 'the workers empty the queue',
    processes: fleet.processes,
    timeoutMs: 3_600_000,
    check: async () => (await ended()) === tasks,
  });
  return performance.now() - fromMs;
};

/** Submits tasks to four running workers and measures until the last has ended, against a provider that enforces 600 calls and 200,000 tokens a minute. Throws when a task failed. */
export const measureGoodput = async ({ redisProgram, sizes, load, timeScale }: MeasureGoodputOptions): Promise<Figures> => {
  const trial = await openTrial(redisProgram);
  const limits: KeyLimits = { requestsPerMinute: requestsPerMinute * timeScale, tokensPerMinute: tokensPerMinute * timeScale, burst };
  try {
    const provider = await startProviderProcess(trial, { limits, completionTokens, latencyMs });
    const models = modelsOf(provider.url, limits);
    const fleet = await startFleet(trial, { workers, models, secrets: { BENCH_PROVIDER_KEY: secret } });
    const tasks = sizes.quotaTasks;
    const ended = async (): Promise<number> => {
      const { succeeded, failed } = await readEnded(trial.redis.client);
      if (failed > 0) throw new Error(`${failed} of ${tasks} tasks failed`);
      return succeeded;
    };
    const drainMs = await drain(fleet, load, tasks, ended);
    return await figuresOf(load, { tasks, drainMs, pickUps: await fleet.pickUps(), provider, timeScale });
  } finally {
    await trial.close();
  }
};
