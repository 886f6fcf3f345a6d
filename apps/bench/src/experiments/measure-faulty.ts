import { setTimeout as pause } from 'node:timers/promises';
import type { Conduct } from '@millrace/testing';
import { answersOverTime, type TimedAnswer } from '../load/answers-over-time.js';
import { schedule } from '../load/schedule.js';
import { openTrial } from '../processes/open-trial.js';
import { type ProviderProcess, startProviderProcess } from '../provider/start-provider-process.js';
import { percentile } from '../results/median.js';
import type { Sizes } from '../sizes.js';
import { readEnded, startFleet } from '../systems/start-fleet.js';
import type { Figures } from './figures.js';

export interface MeasureFaultyOptions {
  readonly redisProgram: string;
  readonly sizes: Sizes;
}

/** What one of three deployments does from a quarter of the load on: nothing wrong, takes no connection, never answers, or answers with a page of HTML. */
const faults: Readonly<Record<string, Conduct>> = { none: 'answer', dies: 'refuse', hangs: 'hang', garbage: 'garbage' };

const perSecond = 50;
const latencyMs = 200;
const workers = 2;
const secret = 'sk-bench';
const model = 'bench-model';
/** What the models file says of the deployments; a call that hangs can only be noticed after this. */
const firstByteMs = 2_000;

const modelsOf = (urls: readonly string[]): object => ({
  credentials: { bench: { key: 'env:BENCH_PROVIDER_KEY' } },
  routes: [
    {
      model,
      deployments: urls.map((url, n) => ({
        name: `bench-${n + 1}`,
        base_url: url,
        credential: 'bench',
        timeouts: { first_byte_ms: firstByteMs },
      })),
    },
  ],
});

interface Suffered {
  readonly failed: number;
  readonly p99Ms: number;
}

const suffer = async ({ redisProgram, sizes }: MeasureFaultyOptions, conduct: Conduct): Promise<Suffered> => {
  const trial = await openTrial(redisProgram);
  try {
    const providers: ProviderProcess[] = [];
    for (let n = 0; n < 3; n += 1) providers.push(await startProviderProcess(trial, { latencyMs }));
    const models = modelsOf(providers.map(({ url }) => url));
    const fleet = await startFleet(trial, { workers, models, secrets: { BENCH_PROVIDER_KEY: secret } });
    const call = fleet.call('/predict', (prompt) => JSON.stringify({ model, prompt }));
    const [answers] = await Promise.all([
      answersOverTime(call, schedule(perSecond, sizes.faultySeconds)),
      pause(sizes.faultySeconds * 250).then(() => providers[0]?.change({ conduct })),
    ]);
    const { failed } = await readEnded(trial.redis.client);
    const meant = answers.slice(Math.floor(answers.length / 4));
    return {
      failed: Math.max(failed, unanswered(answers)),
      p99Ms: percentile(
        meant.map(({ tookMs }) => tookMs),
        0.99,
      ),
    };
  } finally {
    await trial.close();
  }
};

const unanswered = (answers: readonly TimedAnswer[]): number => answers.filter(({ status }) => status !== 200).length;

/** Has 50 tasks a second answered by three deployments of one model, one of which turns bad, and compares with the same load and none of them bad. */
export const measureFaulty = async (options: MeasureFaultyOptions): Promise<Figures> => {
  const suffered: Record<string, Suffered> = {};
  for (const [name, conduct] of Object.entries(faults)) suffered[name] = await suffer(options, conduct);
  const { none, ...others } = suffered;
  const pairs = Object.entries(others).flatMap(([name, { failed, p99Ms }]): [string, number][] => [
    [`${name}FailedTasks`, failed],
    [`${name}AddedP99Ms`, p99Ms - (none?.p99Ms ?? Number.NaN)],
  ]);
  return Object.fromEntries([...pairs, ['noneFailedTasks', none?.failed ?? Number.NaN], ['noneP99Ms', none?.p99Ms ?? Number.NaN]]);
};
