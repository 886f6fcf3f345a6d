// The bench: measures Millrace beside what it is compared with, in one run. scripts/bench.mjs prepares what it needs.
import { readFileSync, writeFileSync } from 'node:fs';
import { measureCall } from './experiments/measure-call.js';
import { measureFaulty } from './experiments/measure-faulty.js';
import { measureGoodput, quotaLoads } from './experiments/measure-goodput.js';
import { type Load, type MeasureLatencyOptions, measureLatency } from './experiments/measure-latency.js';
import { measureLife } from './experiments/measure-life.js';
import { type Flags, readFlags } from './read-flags.js';
import { inRepository } from './repository.js';
import { describeRun } from './results/describe-run.js';
import { insertTable } from './results/insert-table.js';
import { renderTable } from './results/render-table.js';
import type { Finding, Report, SystemName } from './results/report.js';
import { type Contestant, runRounds } from './run-rounds.js';
import {
  concurrency,
  fullSizes,
  quickSizes,
  smokeSizes,
  streamPaceMs,
  streamsPerSecond,
  tasksPerSecond,
  upstreamDelayMs,
} from './sizes.js';
import { direct, streamed } from './systems/direct.js';
import { millrace, millraceStreaming } from './systems/millrace.js';
import { plain } from './systems/plain.js';
import { startPortkey } from './systems/portkey.js';

const sizesOf = { full: fullSizes, quick: quickSizes, smoke: smokeSizes };
const redisProgram = process.env.MILLRACE_BENCH_REDIS ?? 'redis-server';
const pages = [inRepository('README.md'), inRepository('docs/explanation/performance.md')];
const portkey = process.env.MILLRACE_BENCH_PORTKEY || undefined;

const lives = ({ only, size }: Flags): readonly Contestant[] => {
  if (!only.includes('submit') && !only.includes('work')) return [];
  return [millrace, plain].map((system) => ({
    system: system.name,
    measure: () => measureLife({ system, redisProgram, sizes: sizesOf[size], work: only.includes('work') }),
  }));
};

const callers = ({ only, size }: Flags): readonly Contestant[] => {
  if (!only.includes('call')) return [];
  const contestant = (system: SystemName, caller: string): Contestant => ({
    system,
    measure: () => measureCall({ caller, redisProgram, sizes: sizesOf[size] }),
  });
  return [contestant('millrace', 'llm'), contestant('sdk', 'sdk'), contestant('sdkOverUndici', 'sdk-over-undici')];
};

type Start = MeasureLatencyOptions['start'];

const wholes: Load = { name: 'added', perSecond: tasksPerSecond, paceMs: 0 };
const pieces: Load = { name: 'firstPiece', perSecond: streamsPerSecond, paceMs: streamPaceMs };

const asking =
  ({ size }: Flags, load: Load) =>
  (system: SystemName, start: Start): Contestant => ({
    system,
    measure: () => measureLatency({ redisProgram, sizes: sizesOf[size], load, start }),
  });

const streams = (flags: Flags): readonly Contestant[] => {
  if (!flags.only.includes('stream')) return [];
  const contestant = asking(flags, pieces);
  return [contestant('direct', async (_, upstreamUrl) => streamed(direct(upstreamUrl))), contestant('millrace', millraceStreaming)];
};

const latencies = (flags: Flags): readonly Contestant[] => {
  if (!flags.only.includes('latency')) return [];
  const contestant = asking(flags, wholes);
  return [
    contestant('direct', async (_, upstreamUrl) => direct(upstreamUrl)),
    ...(portkey ? [contestant('portkey', (trial, upstreamUrl) => startPortkey(portkey, trial, upstreamUrl))] : []),
    contestant('millrace', millrace.startAsking),
    contestant('plain', plain.startAsking),
  ];
};

const providers = ({ only, size, unscaled }: Flags): readonly Contestant[] => {
  const sizes = sizesOf[size];
  const timeScale = unscaled ? 1 : 10;
  const goodputs = quotaLoads.map((load) => () => measureGoodput({ redisProgram, sizes, load, timeScale }));
  const faulty = () => measureFaulty({ redisProgram, sizes });
  const chosen = [...(only.includes('goodput') ? goodputs : []), ...(only.includes('faulty') ? [faulty] : [])];
  return chosen.map((measure) => ({ system: 'millrace', measure }));
};

const show = ({ round, system, figures }: Finding): void => {
  const shown = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(value < 100 ? 1 : 0)}`);
  process.stderr.write(`round ${round + 1}, ${system}: ${shown.join(', ')}\n`);
};

const measure = async (flags: Flags): Promise<Report> => {
  const sizes = { ...sizesOf[flags.size], concurrency, tasksPerSecond, streamsPerSecond, streamPaceMs, upstreamDelayMs };
  // Before anything runs, as the load of the machine is part of it.
  const run = describeRun(redisProgram, portkey);
  const lived = await runRounds(lives(flags), flags.rounds, show);
  const called = await runRounds(callers(flags), flags.rounds, show);
  const asked = await runRounds(latencies(flags), flags.rounds, show);
  const followed = await runRounds(streams(flags), flags.rounds, show);
  // Their figures are the provider's limits and faults, which are the same in every round: once is enough unless more are asked for.
  const limited = await runRounds(providers(flags), flags.providerRounds, show);
  return { ...run, rounds: flags.rounds, sizes, findings: [...lived, ...called, ...asked, ...followed, ...limited] };
};

const writePages = (file: string): void => {
  const table = renderTable(JSON.parse(readFileSync(file, 'utf8')) as Report);
  for (const page of pages) writeFileSync(page, insertTable(readFileSync(page, 'utf8'), table));
  process.stdout.write(`Written to ${pages.join(' and ')}.\n`);
};

const flagsOrSentence = (): Flags => {
  try {
    return readFlags(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return process.exit(1);
  }
};

const main = async (): Promise<void> => {
  const flags = flagsOrSentence();
  if (flags.write !== undefined) return writePages(flags.write);
  const report = await measure(flags);
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(report, undefined, 2)}\n`);
  process.stdout.write(`\n${renderTable(report)}\n`);
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
await main();
